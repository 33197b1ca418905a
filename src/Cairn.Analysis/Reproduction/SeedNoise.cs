using MathNet.Numerics.Distributions;

namespace Cairn.Analysis.Reproduction;

/// <summary>How far apart two runs that differ by their seed alone may end.</summary>
public static class SeedNoise
{
    /// <summary>The least number of seeds that tell anything of their spread.</summary>
    public const int FewestSeeds = 3;

    /// <summary>
    /// The largest difference between two runs of a group that is no surprise: with 95 % probability two draws from one
    /// normal population, whose standard deviation s was estimated from n seeds, differ by less than
    /// t(0.975; n - 1) s sqrt(2). In the metric's unit; null with fewer than three finite values.
    /// </summary>
    public static double? LargestDifference(IReadOnlyCollection<double> seeds)
    {
        var finite = seeds.Where(double.IsFinite).ToArray();
        if (finite.Length < FewestSeeds)
            return null;
        var mean = finite.Average();
        var deviation = Math.Sqrt(finite.Sum(value => (value - mean) * (value - mean)) / (finite.Length - 1));
        return StudentT.InvCDF(0, 1, finite.Length - 1, 0.975) * deviation * Math.Sqrt(2);
    }
}
