namespace Cairn.Analysis.Sweeps;

/// <summary>The results of trials as numbers to make small, fit for a Gaussian process.</summary>
internal static class TrialLosses
{
    /// <summary>The trial's result with better being lower; null when it has none that is finite.</summary>
    public static double? Of(SweepTrial trial, SweepMetric metric)
    {
        double? result = trial.State == SweepTrialState.Failed
            ? metric.Impute switch
            {
                SweepImpute.Latest => Finite(trial, metric.Goal).LastOrDefault(double.NaN),
                SweepImpute.Best => Finite(trial, metric.Goal).DefaultIfEmpty(double.NaN).Min(),
                _ => null,
            }
            : trial.Metric is { } given
                ? Signed(given, metric.Goal)
                : Finite(trial, metric.Goal).DefaultIfEmpty(double.NaN).Min();
        return result is { } number && double.IsFinite(number) ? number : null;
    }

    /// <summary>
    /// Puts the worst result in the place of missing ones, draws results far worse than most in to the upper quartile
    /// plus three times the range between quartiles (Tukey's outer fence: a diverged loss of 1e30 would flatten all
    /// others), and scales to mean 0 and variance 1.
    /// </summary>
    public static double[] Standardised(IReadOnlyList<double?> losses)
    {
        var known = losses.OfType<double>().Order().ToArray();
        if (known.Length == 0)
            return new double[losses.Count];
        var (low, high) = (Quartile(known, 0.25), Quartile(known, 0.75));
        var fence = high + (3 * (high - low));
        var worst = high > low ? Math.Min(known[^1], fence) : known[^1];
        // Dividing first keeps sums of huge results finite.
        var unit = Math.Max(Math.Abs(known[0]), Math.Abs(worst));
        unit = unit > 0 ? unit : 1;
        var filled = losses.Select(loss => Math.Min(loss ?? worst, worst) / unit).ToArray();
        var mean = filled.Average();
        var deviation = Math.Sqrt(filled.Average(v => (v - mean) * (v - mean)));
        return [.. filled.Select(v => deviation > 1e-12 ? (v - mean) / deviation : 0)];
    }

    private static IEnumerable<double> Finite(SweepTrial trial, SweepGoal goal) =>
        (trial.History ?? []).Append(trial.State == SweepTrialState.Failed ? trial.Metric ?? double.NaN : double.NaN)
            .Where(double.IsFinite).Select(v => Signed(v, goal));

    private static double Signed(double value, SweepGoal goal) => goal == SweepGoal.Maximize ? -value : value;

    private static double Quartile(double[] sorted, double at)
    {
        var place = at * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        var share = place - below;
        return (sorted[below] * (1 - share)) + (sorted[above] * share);
    }
}
