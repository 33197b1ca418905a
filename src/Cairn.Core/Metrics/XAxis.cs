namespace Cairn.Core.Metrics;

/// <summary>What the x of a chart is.</summary>
/// <param name="Kind">The sort of axis.</param>
/// <param name="Metric">The series whose values are x, for <see cref="XAxisKind.Metric"/>.</param>
public sealed record XAxis(XAxisKind Kind, string? Metric = null)
{
    private const string MetricPrefix = "metric:";

    /// <summary>By step.</summary>
    public static XAxis Step { get; } = new(XAxisKind.Step);

    /// <summary>Reads <c>step</c>, <c>time</c>, <c>relative</c> or <c>metric:key</c>; null for anything else.</summary>
    public static XAxis? Parse(string text) => text switch
    {
        "step" => Step,
        "time" => new(XAxisKind.Time),
        "relative" => new(XAxisKind.Relative),
        _ when text.StartsWith(MetricPrefix) && text.Length > MetricPrefix.Length =>
            new(XAxisKind.Metric, text[MetricPrefix.Length..]),
        _ => null,
    };

    public override string ToString() => Kind switch
    {
        XAxisKind.Step => "step",
        XAxisKind.Time => "time",
        XAxisKind.Relative => "relative",
        _ => MetricPrefix + Metric,
    };
}
