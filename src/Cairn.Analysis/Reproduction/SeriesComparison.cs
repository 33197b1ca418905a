namespace Cairn.Analysis.Reproduction;

/// <summary>What came of holding one series against another, point by point.</summary>
/// <param name="Agreement">How well they agree.</param>
/// <param name="Points">Points of the series that was to be repeated.</param>
/// <param name="FirstStep">The first step at which they part; null where they don't.</param>
/// <param name="Expected">The value to be repeated at that step; null where only the other series has the step.</param>
/// <param name="Actual">The other series' value at that step; null where it lacks the step.</param>
/// <param name="Largest">The largest relative difference |a - b| / max(|a|, |b|) at steps of both, from 0 to 2.</param>
public sealed record SeriesComparison(
    SeriesAgreement Agreement, long Points, long? FirstStep, double? Expected, double? Actual, double Largest)
{
    /// <summary>
    /// Compares two series of points ordered by step. Wall times play no part: only steps and values can repeat.
    /// </summary>
    /// <param name="expectedSteps">Steps to be repeated, ascending, repeats allowed.</param>
    /// <param name="expectedValues">Their values, as many; NaN repeats NaN.</param>
    /// <param name="actualSteps">Steps of the other series, ascending.</param>
    /// <param name="actualValues">Their values, as many.</param>
    /// <param name="tolerance">Largest relative difference that still counts as repeated; 0 asks for equal values.</param>
    public static SeriesComparison Of(
        ReadOnlySpan<long> expectedSteps, ReadOnlySpan<double> expectedValues,
        ReadOnlySpan<long> actualSteps, ReadOnlySpan<double> actualValues, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(expectedValues.Length, expectedSteps.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(actualValues.Length, actualSteps.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var largest = 0.0;
        var identical = true;
        var shared = Math.Min(expectedSteps.Length, actualSteps.Length);
        for (var i = 0; i < shared; i++)
        {
            if (expectedSteps[i] != actualSteps[i])
                return Unpaired(i, expectedSteps, expectedValues, actualSteps, actualValues, largest);
            var difference = Difference(expectedValues[i], actualValues[i]);
            identical &= BitConverter.DoubleToInt64Bits(expectedValues[i]) == BitConverter.DoubleToInt64Bits(actualValues[i])
                || (double.IsNaN(expectedValues[i]) && double.IsNaN(actualValues[i]));
            largest = Math.Max(largest, difference);
            if (difference > tolerance)
            {
                return new SeriesComparison(
                    SeriesAgreement.Apart, expectedSteps.Length, expectedSteps[i], expectedValues[i], actualValues[i],
                    LargestFrom(i, expectedSteps, expectedValues, actualSteps, actualValues, largest));
            }
        }

        return expectedSteps.Length == actualSteps.Length
            ? new SeriesComparison(
                identical ? SeriesAgreement.Identical : SeriesAgreement.WithinTolerance, expectedSteps.Length, null, null, null, largest)
            : Unpaired(shared, expectedSteps, expectedValues, actualSteps, actualValues, largest);
    }

    /// <summary>|a - b| / max(|a|, |b|): 0 for equal values (NaN equals NaN), 2 between a finite value and none.</summary>
    public static double Difference(double expected, double actual)
    {
        if (expected == actual || (double.IsNaN(expected) && double.IsNaN(actual)))
            return 0;
        if (!double.IsFinite(expected) || !double.IsFinite(actual))
            return 2;
        var scale = Math.Max(Math.Abs(expected), Math.Abs(actual));

        // Halved first: the difference of the largest doubles of either sign is more than a double holds.
        return 2 * Math.Abs((expected / 2 / scale) - (actual / 2 / scale));
    }

    private static SeriesComparison Unpaired(
        int at, ReadOnlySpan<long> expectedSteps, ReadOnlySpan<double> expectedValues,
        ReadOnlySpan<long> actualSteps, ReadOnlySpan<double> actualValues, double largest)
    {
        var expected = at < expectedSteps.Length && (at >= actualSteps.Length || expectedSteps[at] < actualSteps[at]);
        return expected
            ? new SeriesComparison(SeriesAgreement.Apart, expectedSteps.Length, expectedSteps[at], expectedValues[at], null, largest)
            : new SeriesComparison(SeriesAgreement.Apart, expectedSteps.Length, actualSteps[at], null, actualValues[at], largest);
    }

    private static double LargestFrom(
        int from, ReadOnlySpan<long> expectedSteps, ReadOnlySpan<double> expectedValues,
        ReadOnlySpan<long> actualSteps, ReadOnlySpan<double> actualValues, double largest)
    {
        var shared = Math.Min(expectedSteps.Length, actualSteps.Length);
        for (var i = from; i < shared && expectedSteps[i] == actualSteps[i]; i++)
            largest = Math.Max(largest, Difference(expectedValues[i], actualValues[i]));
        return largest;
    }
}
