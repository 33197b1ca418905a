using System.Diagnostics.CodeAnalysis;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Names one column of the runs table: <c>name</c>, <c>labels.k</c>, <c>config.optimizer.lr</c>,
/// <c>summary.k</c>, <c>environment.host</c>, <c>metrics.k</c> or <c>metrics.k:max</c>.
/// </summary>
/// <param name="Family">Where the values come from.</param>
/// <param name="Path">
/// The attribute's name, the metric's key, or a path whose dots go into nested objects; where they do not, a key that
/// itself has dots is found.
/// </param>
/// <param name="Aggregate">Of a metric.</param>
/// <param name="AsText">
/// Numbers, booleans, lists and objects count as the text that the run's document has for them, so that <c>0.1</c>
/// equals <c>'0.1'</c> and sorts as text: what MLflow does with parameters.
/// </param>
public readonly record struct RunColumn(
    RunColumnFamily Family, string Path, MetricAggregate Aggregate = MetricAggregate.Last, bool AsText = false)
{
    /// <summary>The column of an attribute that exists; throws <see cref="ArgumentException"/> for any other name.</summary>
    public static RunColumn Attribute(string name) => RunAttributes.Contains(name)
        ? new RunColumn(RunColumnFamily.Attribute, name)
        : throw new ArgumentException($"A run has no attribute '{name}'.", nameof(name));

    public static RunColumn Label(string key) => new(RunColumnFamily.Label, key);

    public static RunColumn Config(string path) => new(RunColumnFamily.Config, path);

    public static RunColumn Summary(string path) => new(RunColumnFamily.Summary, path);

    public static RunColumn Metric(string key, MetricAggregate aggregate = MetricAggregate.Last) =>
        new(RunColumnFamily.Metric, key, aggregate);

    /// <summary>The names of all attributes.</summary>
    public static IReadOnlyCollection<string> AttributeNames => RunAttributes.Names;

    /// <summary>Whether the values are times in Unix milliseconds.</summary>
    public bool IsTime => Family == RunColumnFamily.Attribute && Path.EndsWith("At", StringComparison.Ordinal);

    /// <summary>Reads a column's name as the API writes it; false when there is no such column.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out RunColumn column)
    {
        column = default;
        if (string.IsNullOrEmpty(name))
            return false;
        if (RunAttributes.Contains(name))
        {
            column = new RunColumn(RunColumnFamily.Attribute, name);
            return true;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || dot == name.Length - 1)
            return false;
        var path = name[(dot + 1)..];
        RunColumn? parsed = name[..dot] switch
        {
            "labels" => Label(path),
            "config" => Config(path),
            "summary" => Summary(path),
            "environment" => new RunColumn(RunColumnFamily.Environment, path),
            "metrics" => ParseMetric(path),
            _ => null,
        };
        column = parsed.GetValueOrDefault();
        return parsed is not null;
    }

    /// <summary>The name as the API writes it, without backticks.</summary>
    public override string ToString() => Family switch
    {
        RunColumnFamily.Attribute => Path,
        RunColumnFamily.Label => "labels." + Path,
        RunColumnFamily.Config => "config." + Path,
        RunColumnFamily.Summary => "summary." + Path,
        RunColumnFamily.Environment => "environment." + Path,
        _ => "metrics." + Path + Suffix(Aggregate),
    };

    private static string Suffix(MetricAggregate aggregate) => aggregate switch
    {
        MetricAggregate.Min => ":min",
        MetricAggregate.Max => ":max",
        MetricAggregate.Mean => ":mean",
        MetricAggregate.Count => ":count",
        MetricAggregate.First => ":first",
        _ => "",
    };

    private static RunColumn ParseMetric(string path)
    {
        foreach (var aggregate in Enum.GetValues<MetricAggregate>())
        {
            var suffix = aggregate == MetricAggregate.Last ? ":last" : Suffix(aggregate);
            if (path.Length > suffix.Length && path.EndsWith(suffix, StringComparison.Ordinal))
                return Metric(path[..^suffix.Length], aggregate);
        }

        return Metric(path);
    }
}
