namespace Cairn.Core.Metrics;

/// <summary>How a run's client wants one of its metrics, or all whose key fits a pattern, to be shown and summed up.</summary>
/// <param name="Name">The key; with <c>*</c> at its end when it is a pattern of keys that begin so.</param>
/// <param name="IsPattern">Whether <paramref name="Name"/> is a pattern.</param>
/// <param name="StepMetric">The key of the metric to draw it over; null for the step.</param>
/// <param name="IsHidden">Whether it is to be left out of the charts.</param>
/// <param name="Summary">What its summary keeps: <c>min</c>, <c>max</c>, <c>mean</c>, <c>best</c>, <c>last</c>, <c>first</c>, <c>none</c>.</param>
/// <param name="Goal"><c>min</c> or <c>max</c>, which way is better; null when nobody said.</param>
public sealed record MetricDefinition(
    string Name, bool IsPattern, string? StepMetric, bool IsHidden, IReadOnlyList<string> Summary, string? Goal);
