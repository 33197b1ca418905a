namespace Cairn.Analysis.Distributions;

/// <summary>Gaussian kernel density estimates with Silverman's rule of thumb (1986) for the bandwidth.</summary>
public static class KernelDensity
{
    /// <summary>
    /// The density of finite numbers at <paramref name="points"/> equal steps from <paramref name="from"/> to <paramref name="to"/>, both
    /// included; null below two different numbers.
    /// </summary>
    public static double[]? Estimate(IReadOnlyCollection<double> values, double from, double to, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (Bandwidth(values) is not { } width)
            return null;
        var density = new double[points];
        var scale = 1 / (values.Count * width * Math.Sqrt(2 * Math.PI));
        for (var i = 0; i < points; i++)
        {
            var at = from + (to - from) * i / (points - 1);
            density[i] = scale * values.Sum(value => Math.Exp(-0.5 * (at - value) / width * ((at - value) / width)));
        }

        return density;
    }

    /// <summary>0.9 · min(standard deviation, quartile range / 1.34) · n^(-1/5); null below two different numbers.</summary>
    public static double? Bandwidth(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
            return null;
        var box = BoxSummary.Of(values);
        if (box.Deviation is not > 0)
            return null;
        var range = (box.UpperQuartile - box.LowerQuartile) / 1.34;
        return 0.9 * (range > 0 ? Math.Min(box.Deviation.Value, range) : box.Deviation.Value) * Math.Pow(values.Count, -0.2);
    }
}
