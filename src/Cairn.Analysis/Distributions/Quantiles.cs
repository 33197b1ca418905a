namespace Cairn.Analysis.Distributions;

/// <summary>Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).</summary>
public static class Quantiles
{
    /// <summary>The value below which the share <paramref name="p"/> (0 to 1) of ascending finite numbers lies.</summary>
    public static double Of(IReadOnlyList<double> sorted, double p)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count);
        var place = p * (sorted.Count - 1);
        var low = (int)Math.Floor(place);
        var high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
    }
}
