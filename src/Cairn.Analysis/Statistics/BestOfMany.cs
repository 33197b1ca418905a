namespace Cairn.Analysis.Statistics;

/// <summary>How good the best of many looks where all are equally good: luck that choosing turns into a score.</summary>
public static class BestOfMany
{
    /// <summary>
    /// The expected maximum of so many standard normal draws, in standard deviations, by Blom's approximation (1958);
    /// off by less than 0.02.
    /// </summary>
    public static double ExpectedMaximum(int count) =>
        count < 2 ? 0 : Probability.NormalQuantile((count - 0.375) / (count + 0.25));
}
