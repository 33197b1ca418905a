using MathNet.Numerics;

namespace Cairn.Analysis.Sweeps;

/// <summary>How much a trial is expected to better the best result, when results are to be small.</summary>
public static class ExpectedImprovement
{
    private const double LogRootTwoPi = 0.91893853320467274;

    /// <summary>
    /// E[max(best - Y, 0)] for Y ~ N(mean, deviation²): <c>d (z Φ(z) + φ(z))</c> with <c>z = (best - mean) / d</c>
    /// (Mockus, 1978; Jones, Schonlau and Welch, 1998), in the metric's units.
    /// </summary>
    public static double Of(double mean, double deviation, double best)
    {
        var gain = best - mean;
        if (!(deviation > 0))
            return Math.Max(gain, 0);
        var z = gain / deviation;
        var density = Math.Exp((-0.5 * z * z) - LogRootTwoPi);
        return Math.Max(0, (gain * 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2))) + (deviation * density));
    }

    /// <summary>
    /// The logarithm of <see cref="Of"/>, which still tells candidates apart where the improvement itself underflows
    /// (Ament et al., 2023); minus infinity when there is none.
    /// </summary>
    public static double Log(double mean, double deviation, double best)
    {
        var gain = best - mean;
        if (!(deviation > 0))
            return Math.Log(Math.Max(gain, 0));
        var z = gain / deviation;
        if (z > -6)
            return Math.Log(Of(mean, deviation, best));
        // φ(z) + z Φ(z) = φ(z) (1/z² - 3/z⁴ + 15/z⁶ - 105/z⁸ …), Mills' ratio expanded.
        var s = 1 / (z * z);
        var series = s * (1 - (s * (3 - (s * (15 - (s * 105))))));
        return Math.Log(deviation) - (0.5 * z * z) - LogRootTwoPi + Math.Log(series);
    }
}
