using System.Globalization;

namespace Cairn.Core.Reproductions;

/// <summary>Says in one sentence what a comparison came to.</summary>
public static class ReproductionWords
{
    /// <summary>The verdict with what it rests on, for a person.</summary>
    public static string Of(Reproduction reproduction)
    {
        var metrics = reproduction.Metrics;
        var points = metrics.Sum(metric => metric.Points);
        var extent = Text($"{metrics.Count} {(metrics.Count == 1 ? "metric" : "metrics")}, {points:N0} {(points == 1 ? "value" : "values")}");
        return reproduction.Verdict switch
        {
            ReproductionVerdict.NothingToCompare =>
                "Nothing to compare: neither run logged a metric other than times and speeds.",
            ReproductionVerdict.Identical => $"Reproduced bit for bit: {extent}.",
            ReproductionVerdict.WithinTolerance => Text(
                $"Reproduced: {extent}, no value further off than {metrics.Max(metric => metric.Largest):0.0e+0} of its size."),
            ReproductionVerdict.WithinNoise =>
                $"Reproduced within noise: {Parts(reproduction)}, yet no metric ends further off than other seeds of the group do.",
            _ => $"Not reproduced: {(reproduction.FirstApart is null ? Lacking(reproduction) : Parts(reproduction))}.",
        };
    }

    private static string Parts(Reproduction reproduction)
    {
        var first = reproduction.FirstApart;
        if (first is null)
            return "declared results differ";
        var key = first.Key;
        return (first.Expected, first.Actual) switch
        {
            ({ } expected, { } actual) => Text($"{key} parts at step {first.FirstStep} ({actual:R} instead of {expected:R})"),
            ({ }, null) => Text($"{key} has no step {first.FirstStep} in the rerun"),
            _ => Text($"{key} has a step {first.FirstStep} that the original lacks"),
        };
    }

    private static string Lacking(Reproduction reproduction)
    {
        var worst = reproduction.Metrics.First(metric => metric.Agreement >= MetricAgreement.Apart);
        return worst.Agreement == MetricAgreement.Missing
            ? $"only one of the two runs has {worst.Key}"
            : Text($"the result {worst.Key} is {worst.Actual:R} instead of {worst.Expected:R}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
