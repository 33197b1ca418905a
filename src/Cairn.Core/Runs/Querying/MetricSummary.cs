namespace Cairn.Core.Runs.Querying;

/// <summary>What the runs table shows of one series of one run; <c>Min</c>, <c>Max</c> and <c>Mean</c> cover finite values.</summary>
public readonly record struct MetricSummary(
    long Run, string Key, long Count, double First, double Last, double Min, double Max, double Mean)
{
    /// <summary>The number of that aggregate.</summary>
    public double Of(MetricAggregate aggregate) => aggregate switch
    {
        MetricAggregate.Min => Min,
        MetricAggregate.Max => Max,
        MetricAggregate.Mean => Mean,
        MetricAggregate.Count => Count,
        MetricAggregate.First => First,
        _ => Last,
    };
}
