namespace Cairn.Samples.FashionMnist.Numerics;

/// <summary>Normally distributed numbers from a seeded generator (Box and Muller 1958).</summary>
internal static class Gaussian
{
    /// <summary>
    /// Fills <paramref name="target"/> with draws of mean 0 and standard deviation <paramref name="deviation"/>.
    /// </summary>
    public static void Fill(Span<float> target, double deviation, Random random)
    {
        foreach (ref var value in target)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
