namespace Cairn.Analysis.Sweeps;

/// <summary>
/// The Matérn covariance of smoothness 5/2 with one length scale a dimension (Rasmussen and Williams, 2006, eq. 4.17;
/// recommended for tuning by Snoek, Larochelle and Adams, 2012). Choices have no order: two different values are one
/// unit apart, which is the distance of scaled one-hot vectors.
/// </summary>
/// <param name="Scales">Length scales, one a dimension, in units of the cube.</param>
/// <param name="Amplitude">Variance of the function.</param>
/// <param name="Noise">Variance of the noise on a result.</param>
internal sealed record Matern(double[] Scales, double Amplitude, double Noise)
{
    private const double RootFive = 2.23606797749979;

    /// <summary>The squared difference in one dimension, before scaling.</summary>
    public static double Gap(double a, double b, bool choice) => choice ? (a.Equals(b) ? 0 : 1) : (a - b) * (a - b);

    public double Covariance(double[] a, double[] b, bool[] choice)
    {
        var sum = 0.0;
        for (var d = 0; d < a.Length; d++)
            sum += Gap(a[d], b[d], choice[d]) / (Scales[d] * Scales[d]);
        return Covariance(sum);
    }

    public double Covariance(double squaredDistance)
    {
        var r = RootFive * Math.Sqrt(squaredDistance);
        return Amplitude * (1 + r + (r * r / 3)) * Math.Exp(-r);
    }

    /// <summary>The derivative by the logarithm of a length scale, divided by that dimension's scaled gap.</summary>
    public double Slope(double squaredDistance)
    {
        var r = RootFive * Math.Sqrt(squaredDistance);
        return Amplitude * (5.0 / 3) * (1 + r) * Math.Exp(-r);
    }
}
