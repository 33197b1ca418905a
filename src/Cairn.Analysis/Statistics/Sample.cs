namespace Cairn.Analysis.Statistics;

/// <summary>Count, mean and variance of some values, computed in one pass (Welford 1962).</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean; NaN for none.</param>
/// <param name="Variance">With n - 1; NaN below two values.</param>
public readonly record struct Sample(int Count, double Mean, double Variance)
{
    /// <summary>Sample standard deviation; NaN below two values.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>Variance of the mean.</summary>
    public double MeanVariance => Variance / Count;

    /// <summary>The moments of values; all must be finite.</summary>
    public static Sample Of(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var delta = values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (values[i] - mean);
        }

        return new Sample(
            values.Length, values.Length == 0 ? double.NaN : mean, values.Length < 2 ? double.NaN : squares / (values.Length - 1));
    }
}
