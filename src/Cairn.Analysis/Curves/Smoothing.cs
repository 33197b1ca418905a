namespace Cairn.Analysis.Curves;

/// <summary>
/// Smooths curves over x. Strength is 0 (nothing) to 1, the same scale for every kind; widths are shares of the chart's x
/// range, so that a curve looks the same however finely it was cut. Values that are not finite stay where they are and
/// count in no average. The web draws with copies of these, held to them by tests/golden/smoothing.json.
/// </summary>
public static class Smoothing
{
    /// <summary>Steps of the exponential average that the whole x range is long, as in W&amp;B's time-weighted one.</summary>
    private const double Viewport = 1000;

    private const double WindowShare = 0.1;
    private const double SigmaShare = 0.05;
    private const double SigmasSeen = 3;

    /// <summary>
    /// A smoothed copy of <paramref name="y"/> over <paramref name="x"/> (ascending, of the same length), in a chart whose
    /// x axis is <paramref name="range"/> long.
    /// </summary>
    public static double[] Apply(SmoothingKind kind, double[] x, double[] y, double strength, double range)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != y.Length)
            throw new ArgumentException($"{x.Length} places and {y.Length} values are no curve.", nameof(y));
        ArgumentOutOfRangeException.ThrowIfLessThan(strength, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, 1);
        if (strength == 0 || y.Length == 0 || !(range > 0))
            return [.. y];
        return kind switch
        {
            SmoothingKind.Ema => Ema(x, y, strength, range),
            SmoothingKind.Mean => Mean(x, y, strength * WindowShare * range),
            _ => Gaussian(x, y, strength * SigmaShare * range),
        };
    }

    // Debiased, so that it starts at the first value; a point d away counts weight^(d / range * 1000) of one here.
    private static double[] Ema(double[] x, double[] y, double strength, double range)
    {
        var weight = Math.Min(Math.Sqrt(strength), 0.999);
        var result = new double[y.Length];
        double sum = 0, mass = 0;
        var previous = double.NaN;
        for (var i = 0; i < y.Length; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                result[i] = y[i];
                continue;
            }

            var keep = double.IsNaN(previous) ? 0 : Math.Pow(weight, Math.Max(0, x[i] - previous) / range * Viewport);
            sum = (sum * keep) + y[i];
            mass = (mass * keep) + 1;
            previous = x[i];
            result[i] = sum / mass;
        }

        return result;
    }

    // Added up anew for every point: taking away what leaves the window would leave the rounding of a spike behind.
    private static double[] Mean(double[] x, double[] y, double half)
    {
        var result = new double[y.Length];
        var low = 0;
        for (var i = 0; i < y.Length; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                result[i] = y[i];
                continue;
            }

            while (x[low] < x[i] - half)
                low++;
            double sum = 0;
            var count = 0;
            for (var j = low; j < y.Length && x[j] <= x[i] + half; j++)
            {
                if (double.IsFinite(y[j]))
                    (sum, count) = (sum + y[j], count + 1);
            }

            result[i] = sum / count;
        }

        return result;
    }

    private static double[] Gaussian(double[] x, double[] y, double sigma)
    {
        var result = new double[y.Length];
        var low = 0;
        for (var i = 0; i < y.Length; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                result[i] = y[i];
                continue;
            }

            while (x[low] < x[i] - (SigmasSeen * sigma))
                low++;
            double sum = 0, mass = 0;
            for (var j = low; j < y.Length && x[j] <= x[i] + (SigmasSeen * sigma); j++)
            {
                if (!double.IsFinite(y[j]))
                    continue;
                var away = (x[j] - x[i]) / sigma;
                var weight = Math.Exp(-0.5 * away * away);
                sum += weight * y[j];
                mass += weight;
            }

            result[i] = sum / mass;
        }

        return result;
    }
}
