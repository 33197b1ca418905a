using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Cairn.Analysis.Statistics;

/// <summary>Distribution functions and their inverses, accurate to about 1e-12 relative (DLMF 8.17 for the beta family).</summary>
public static class Probability
{
    /// <summary>P(Z &lt;= z) of the standard normal.</summary>
    public static double Normal(double z) => 0.5 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);

    /// <summary>The z with P(Z &lt;= z) = p.</summary>
    public static double NormalQuantile(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);

    /// <summary>P(T &lt;= t) of Student's t; infinite degrees of freedom are the normal.</summary>
    public static double StudentT(double t, double freedom)
    {
        if (double.IsPositiveInfinity(freedom))
            return Normal(t);
        if (double.IsInfinity(t))
            return t > 0 ? 1 : 0;
        var tail = TailOfT(t, freedom);
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>P(|T| &gt;= |t|), exact also far out where 1 - CDF would be 0.</summary>
    public static double StudentTTwoSided(double t, double freedom) =>
        double.IsPositiveInfinity(freedom)
            ? SpecialFunctions.Erfc(Math.Abs(t) / Constants.Sqrt2)
            : double.IsInfinity(t) ? 0 : Math.Min(1, 2 * TailOfT(t, freedom));

    /// <summary>The t with P(T &lt;= t) = p, for any positive degrees of freedom.</summary>
    public static double StudentTQuantile(double p, double freedom)
    {
        if (p is not (> 0 and < 1))
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        if (double.IsPositiveInfinity(freedom))
            return NormalQuantile(p);
        if (p == 0.5)
            return 0;
        if (freedom > 1e5)
        {
            // Fisher's expansion around the normal: the next term is below 1e-14 here.
            var z = NormalQuantile(p);
            var z2 = z * z;
            return z + (z * (z2 + 1) / (4 * freedom)) + (z * ((5 * z2 * z2) + (16 * z2) + 3) / (96 * freedom * freedom));
        }

        if (p > 0.5)
            return -StudentTQuantile(1 - p, freedom);

        // In the lower tail I_x(v/2, 1/2) = 2p with x = v / (v + t^2).
        var x = BetaQuantile(2 * p, freedom / 2, 0.5);
        return x > 0 ? -Math.Sqrt(freedom * (1 - x) / x) : double.NegativeInfinity;
    }

    /// <summary>The x with I_x(a, b) = p, the quantile of the beta distribution: Newton's steps kept within a bracket.</summary>
    public static double BetaQuantile(double p, double a, double b)
    {
        if (p is not (> 0 and < 1))
            return p <= 0 ? 0 : p >= 1 ? 1 : double.NaN;
        var logBeta = SpecialFunctions.BetaLn(a, b);

        // The leading term of the series at 0 is exact enough where the answer is tiny.
        var start = Math.Exp((Math.Log(p * a) + logBeta) / a);
        var (low, high) = (0.0, 1.0);
        var x = start is > 0 and < 0.5 ? start : a / (a + b);
        for (var i = 0; i < 200; i++)
        {
            var error = SpecialFunctions.BetaRegularized(a, b, x) - p;
            if (error == 0)
                return x;
            if (error > 0)
                high = x;
            else
                low = x;
            var slope = Math.Exp(((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)) - logBeta);
            var next = x - (error / slope);
            if (!(next > low && next < high))
                next = low > 0 && high / low > 4 ? Math.Sqrt(low * high) : (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-15 * x || next == low || next == high)
                return next;
            x = next;
        }

        return x;
    }

    /// <summary>The quantile of the F distribution with d1 and d2 degrees of freedom.</summary>
    public static double FQuantile(double p, double d1, double d2)
    {
        var x = BetaQuantile(p, d1 / 2, d2 / 2);
        return d2 * x / (d1 * (1 - x));
    }

    /// <summary>P(K = k) of n trials with chance p.</summary>
    public static double BinomialMass(int k, int n, double p) => Binomial.PMF(p, n, k);

    /// <summary>P(K &lt;= k) of n trials with chance p.</summary>
    public static double BinomialAtMost(int k, int n, double p) =>
        k < 0 ? 0 : k >= n ? 1 : SpecialFunctions.BetaRegularized(n - k, k + 1, 1 - p);

    /// <summary>The smallest k with P(K &lt;= k) &gt;= q.</summary>
    public static int BinomialQuantile(double q, int n, double p)
    {
        var (low, high) = (0, n);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // A sum that rounds just below q is q.
            if (BinomialAtMost(middle, n, p) >= q * (1 - 1e-13))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static double TailOfT(double t, double freedom) =>
        0.5 * SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));
}
