namespace Cairn.Core.Runs.Querying;

/// <summary>Aggregates of a metric as the words of the wire.</summary>
public static class MetricAggregates
{
    /// <summary>The aggregate of a word, last where none is given; null when there is none of that name.</summary>
    public static MetricAggregate? Parse(string? word) => word switch
    {
        null or "last" => MetricAggregate.Last,
        "min" => MetricAggregate.Min,
        "max" => MetricAggregate.Max,
        "mean" => MetricAggregate.Mean,
        "first" => MetricAggregate.First,
        "count" => MetricAggregate.Count,
        _ => null,
    };
}
