using MathNet.Numerics;

namespace Cairn.Analysis.Statistics;

/// <summary>How many runs a comparison needs: the power of t tests, from the noncentral t distribution (Cohen 1988).</summary>
public static class Power
{
    /// <summary>Beyond so many runs the answer is: not by more runs.</summary>
    public const int MostRuns = 10_000;

    private const int Pieces = 400;

    /// <summary>
    /// Runs each of two sides needs so that a true difference shows at two-sided level <paramref name="alpha"/> with
    /// probability <paramref name="power"/>; null when more than <see cref="MostRuns"/>.
    /// </summary>
    public static int? RunsPerSide(
        double difference, double firstDeviation, double secondDeviation, double alpha = 0.05, double power = 0.8) =>
        Smallest(n => OfWelch(difference, firstDeviation, n, secondDeviation, n, alpha) >= power);

    /// <summary>As <see cref="RunsPerSide"/> for one group against a number that is known.</summary>
    public static int? RunsAgainstConstant(double difference, double deviation, double alpha = 0.05, double power = 0.8) =>
        Smallest(n => OfT(difference / (deviation / Math.Sqrt(n)), n - 1, alpha) >= power);

    /// <summary>The chance that Welch's test sees a true difference, given the true spreads and the numbers of runs.</summary>
    public static double OfWelch(
        double difference, double firstDeviation, int firstRuns, double secondDeviation, int secondRuns, double alpha = 0.05)
    {
        var first = firstDeviation * firstDeviation / firstRuns;
        var second = secondDeviation * secondDeviation / secondRuns;
        var variance = first + second;
        if (variance == 0)
            return difference == 0 ? alpha : 1;
        var freedom = variance * variance / ((first * first / (firstRuns - 1)) + (second * second / (secondRuns - 1)));
        return OfT(difference / Math.Sqrt(variance), freedom, alpha);
    }

    /// <summary>Two-sided power of a t test whose statistic has this noncentrality and these degrees of freedom.</summary>
    public static double OfT(double noncentrality, double freedom, double alpha)
    {
        if (double.IsInfinity(noncentrality))
            return 1;
        var limit = Probability.StudentTQuantile(1 - (alpha / 2), freedom);

        // T = (Z + delta) / S with S^2 ~ chi^2 / v: average both tails over S by Simpson's rule.
        var spread = 1 / Math.Sqrt(2 * freedom);
        var (low, high) = (Math.Max(1e-9, 1 - (10 * spread)), 1 + (10 * spread));
        if (freedom < 8)
            (low, high) = (1e-9, Math.Sqrt(1 + (40 / freedom)) + 2);
        var half = freedom / 2;
        var scale = Math.Log(2) + (half * Math.Log(half)) - SpecialFunctions.GammaLn(half);
        double sum = 0, weight = 0;
        for (var i = 0; i <= Pieces; i++)
        {
            var s = low + ((high - low) * i / Pieces);
            var density = Math.Exp(scale + ((freedom - 1) * Math.Log(s)) - (half * s * s));
            var share = i == 0 || i == Pieces ? 1 : i % 2 == 1 ? 4 : 2;
            weight += share * density;
            sum += share * density
                * (Probability.Normal(noncentrality - (limit * s)) + Probability.Normal(-noncentrality - (limit * s)));
        }

        return sum / weight;
    }

    private static int? Smallest(Func<int, bool> enough)
    {
        var high = 2;
        while (!enough(high))
        {
            if (high >= MostRuns)
                return null;
            high = Math.Min(MostRuns, high * 2);
        }

        var low = Math.Max(2, high / 2);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (enough(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return high;
    }
}
