namespace Cairn.Analysis.Verdicts;

/// <summary>How far two series of the same metric agree.</summary>
/// <param name="Compared">Steps that both have.</param>
/// <param name="Missing">Steps that only one of them has.</param>
/// <param name="Identical">Whether both have the same steps and the same bits at each.</param>
/// <param name="PartsAt">The first step that only one has, or where they differ by more than the tolerance; null when they agree.</param>
/// <param name="Largest">The largest absolute difference over the common steps where both are finite.</param>
public sealed record SeriesAgreement(int Compared, int Missing, bool Identical, long? PartsAt, double Largest)
{
    /// <summary>Compares two series, each with ascending steps; of several values at a step the last counts.</summary>
    /// <param name="steps">Steps of the first.</param>
    /// <param name="values">Its values, one a step.</param>
    /// <param name="otherSteps">Steps of the second.</param>
    /// <param name="otherValues">Its values.</param>
    /// <param name="absolute">Difference that is taken as equal, in the metric's unit.</param>
    /// <param name="relative">Difference that is taken as equal, as a part of the larger magnitude.</param>
    public static SeriesAgreement Of(
        ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> otherSteps, ReadOnlySpan<double> otherValues,
        double absolute = 0, double relative = 0)
    {
        int i = 0, j = 0, compared = 0, missing = 0;
        var identical = true;
        long? parts = null;
        double largest = 0;
        while (i < steps.Length || j < otherSteps.Length)
        {
            while (i + 1 < steps.Length && steps[i + 1] == steps[i])
                i++;
            while (j + 1 < otherSteps.Length && otherSteps[j + 1] == otherSteps[j])
                j++;
            var step = i >= steps.Length ? otherSteps[j] : j >= otherSteps.Length ? steps[i] : Math.Min(steps[i], otherSteps[j]);
            var (here, there) = (i < steps.Length && steps[i] == step, j < otherSteps.Length && otherSteps[j] == step);
            if (here && there)
            {
                compared++;
                var (a, b) = (values[i], otherValues[j]);
                identical &= BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
                var gap = Math.Abs(a - b);
                if (double.IsFinite(gap))
                    largest = Math.Max(largest, gap);
                var same = a.Equals(b) || gap <= absolute + (relative * Math.Max(Math.Abs(a), Math.Abs(b)));
                if (!same)
                    parts ??= step;
            }
            else
            {
                missing++;
                identical = false;
                parts ??= step;
            }

            i += here ? 1 : 0;
            j += there ? 1 : 0;
        }

        return new SeriesAgreement(compared, missing, identical, parts, largest);
    }
}
