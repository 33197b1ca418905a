namespace Cairn.Core.Runs.Querying;

/// <summary>Where the runs table reads the aggregates of series.</summary>
/// <param name="scan">Visits the summary of a key in every run that has it.</param>
/// <param name="one">The summary of a key in one run; null when the run has no such series.</param>
/// <param name="all">The summaries of all series of one run.</param>
public sealed class MetricSource(
    Action<string, Action<MetricSummary>> scan,
    Func<long, string, MetricSummary?> one,
    Func<long, IReadOnlyList<MetricSummary>> all)
{
    /// <summary>A source without any series.</summary>
    public static MetricSource None { get; } = new((_, _) => { }, (_, _) => null, _ => []);

    /// <summary>What the series of runs are at, where that is known.</summary>
    internal MetricVersions? Versions { get; init; }

    internal void Scan(string key, Action<MetricSummary> visit) => scan(key, visit);

    internal MetricSummary? One(long run, string key) => one(run, key);

    internal IReadOnlyList<MetricSummary> All(long run) => all(run);

    internal RunValue Value(long run, RunColumn column) =>
        One(run, column.Path) is { Count: > 0 } summary ? RunValue.Of(summary.Of(column.Aggregate)) : default;
}
