using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Cairn.Analysis.Sweeps;

/// <summary>A law on the real line with both directions of its cumulative distribution.</summary>
/// <param name="Family">Which law.</param>
/// <param name="First">Lower bound, mean, or shape a.</param>
/// <param name="Second">Upper bound, standard deviation, or shape b.</param>
internal readonly record struct Latent(LatentFamily Family, double First, double Second)
{
    // 1e-16 is eight standard deviations: far enough for a sample, and finite.
    private const double Edge = 1e-16;

    public double Quantile(double p) => Family switch
    {
        LatentFamily.Uniform => First + (Math.Clamp(p, 0, 1) * (Second - First)),
        LatentFamily.Normal => First + (Second * Normal.InvCDF(0, 1, Math.Clamp(p, Edge, 1 - Edge))),
        _ => BetaQuantile(Math.Clamp(p, 0, 1)),
    };

    public double Cumulative(double x) => Family switch
    {
        LatentFamily.Uniform => Second > First ? Math.Clamp((x - First) / (Second - First), 0, 1) : 0.5,
        LatentFamily.Normal => Second > 0 ? Normal.CDF(First, Second, x) : 0.5,
        _ => BetaCumulative(Math.Clamp(x, 0, 1)),
    };

    private double BetaCumulative(double x) =>
        x <= 0 ? 0 : x >= 1 ? 1 : Math.Clamp(SpecialFunctions.BetaRegularized(First, Second, x), 0, 1);

    // Bisection: slower than Newton's steps, and it cannot leave the interval however extreme the shapes are.
    private double BetaQuantile(double p)
    {
        if (p is <= 0 or >= 1)
            return p <= 0 ? 0 : 1;
        var low = 0.0;
        var high = 1.0;
        for (var i = 0; i < 200 && high - low > 1e-15 * high; i++)
        {
            var middle = (low + high) / 2;
            if (BetaCumulative(middle) < p)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }
}
