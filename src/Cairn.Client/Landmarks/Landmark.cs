using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>
/// A baseline of a project's metric: a constant (chance, a published score), a run, or a group of runs over seeds.
/// A project has one landmark of a name for each metric; setting it again replaces it.
/// </summary>
public sealed record Landmark
{
    private Landmark(string metric, string name, string kind, LandmarkDirection direction)
    {
        Metric = metric;
        Name = name;
        Kind = kind;
        Direction = direction;
    }

    /// <summary>Key of the metric the landmark belongs to.</summary>
    public string Metric { get; }

    /// <summary>What the landmark is called: <c>chance</c>, <c>linear model</c>, <c>human</c>, ...</summary>
    public string Name { get; }

    /// <summary><c>constant</c>, <c>run</c> or <c>group</c>.</summary>
    public string Kind { get; }

    /// <summary>Which way is better.</summary>
    public LandmarkDirection Direction { get; }

    /// <summary>The number of a constant landmark.</summary>
    public double? Value { get; private init; }

    /// <summary>The server's id of a run landmark's run; null means the run that sets the landmark.</summary>
    public long? RunId { get; private init; }

    /// <summary>The group of a group landmark.</summary>
    public string? Group { get; private init; }

    /// <summary>Which number of the series counts, for runs and groups.</summary>
    public LandmarkAggregate? Aggregate { get; private init; }

    /// <summary>How many test examples a constant was measured on, so that its own uncertainty counts; null takes it as exact.</summary>
    public int? Examples { get; init; }

    /// <summary>Where the number comes from: a paper, a link, a sentence.</summary>
    public string? Source { get; init; }

    /// <summary>A fixed number, for example chance or a published score.</summary>
    public static Landmark Constant(
        string metric, string name, double value,
        LandmarkDirection direction = LandmarkDirection.Max, string? source = null) =>
        new(metric, name, "constant", direction) { Value = value, Source = source };

    /// <summary>The run that sets the landmark, through <see cref="CairnRun.SetLandmark"/>.</summary>
    public static Landmark ThisRun(
        string metric, string name, LandmarkDirection direction = LandmarkDirection.Max,
        LandmarkAggregate aggregate = LandmarkAggregate.Last, string? source = null) =>
        new(metric, name, "run", direction) { Aggregate = aggregate, Source = source };

    /// <summary>The run with the server's id <paramref name="runId"/>.</summary>
    public static Landmark ForRun(
        string metric, string name, long runId, LandmarkDirection direction = LandmarkDirection.Max,
        LandmarkAggregate aggregate = LandmarkAggregate.Last, string? source = null) =>
        new(metric, name, "run", direction) { RunId = runId, Aggregate = aggregate, Source = source };

    /// <summary>The mean over the runs of a group, with their standard deviation.</summary>
    public static Landmark ForGroup(
        string metric, string name, string group, LandmarkDirection direction = LandmarkDirection.Max,
        LandmarkAggregate aggregate = LandmarkAggregate.Last, string? source = null) =>
        new(metric, name, "group", direction) { Group = group, Aggregate = aggregate, Source = source };

    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["metric"] = Metric,
            ["name"] = Name,
            ["kind"] = Kind,
            ["direction"] = Direction == LandmarkDirection.Max ? "max" : "min",
        };
        if (Value is { } value)
            json["value"] = value;
        if (RunId is { } run)
            json["run"] = run;
        if (Group is not null)
            json["group"] = Group;
        if (Aggregate is { } aggregate)
            json["aggregate"] = Enum.GetName(aggregate)!.ToLowerInvariant();
        if (Examples is { } examples)
            json["examples"] = examples;
        if (Source is not null)
            json["source"] = Source;
        return json;
    }
}
