namespace Cairn.Analysis.Statistics;

/// <summary>What a test found of the difference between two sides, first minus second.</summary>
/// <param name="difference">The estimated difference, in the unit of the values.</param>
/// <param name="pValue">Two-sided: how often so large a difference comes about where there is none.</param>
/// <param name="interval">The interval that covers the true difference with the confidence it is given (0 to 1).</param>
public sealed class Comparison(double difference, double pValue, Func<double, Interval> interval)
{
    public double Difference { get; } = difference;

    public double PValue { get; } = pValue;

    /// <summary>The interval at a confidence such as 0.95.</summary>
    public Interval At(double confidence)
    {
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        return interval(confidence);
    }

    /// <summary>
    /// Whether the two sides are equivalent within <paramref name="margin"/>: two one-sided tests at
    /// <paramref name="alpha"/>, which is the interval at 1 - 2 alpha lying within the margin (Schuirmann 1987).
    /// </summary>
    public bool IsWithin(double margin, double alpha)
    {
        var inner = At(1 - (2 * alpha));
        return inner.Low >= -margin && inner.High <= margin;
    }
}
