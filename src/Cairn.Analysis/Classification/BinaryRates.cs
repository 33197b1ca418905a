namespace Cairn.Analysis.Classification;

/// <summary>What a confusion of two classes says of the second, the positive one; NaN where there is nothing to share.</summary>
/// <param name="Recall">Positives found among all positives.</param>
/// <param name="FalsePositiveRate">False alarms among all negatives.</param>
/// <param name="Precision">Positives among all that were taken for positive.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
public sealed record BinaryRates(double Recall, double FalsePositiveRate, double Precision, double F1)
{
    /// <summary>The rates of a 2 x 2 confusion.</summary>
    public static BinaryRates Of(ConfusionCounts confusion)
    {
        double hits = confusion.Matrix[1][1], missed = confusion.Matrix[1][0], alarms = confusion.Matrix[0][1], rest = confusion.Matrix[0][0];
        return new BinaryRates(
            hits / (hits + missed), alarms / (alarms + rest), hits / (hits + alarms), 2 * hits / ((2 * hits) + alarms + missed));
    }
}
