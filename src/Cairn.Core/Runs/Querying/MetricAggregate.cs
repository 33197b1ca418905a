namespace Cairn.Core.Runs.Querying;

/// <summary>Which number of a series a metric column shows.</summary>
public enum MetricAggregate
{
    Last,
    Min,
    Max,
    Mean,
    Count,
    First,
}
