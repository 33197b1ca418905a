using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Classification;

/// <summary>How well predicted probabilities of a class agree with how often it is the true one.</summary>
/// <param name="Bins">Bins of equal width that have examples, ascending.</param>
/// <param name="Brier">The mean squared difference between probability and truth (Brier 1950): 0 is perfect.</param>
/// <param name="ChanceBrier">The same for who always says the share of positives.</param>
/// <param name="Error">The mean over examples of how far their bin's share is from its mean probability (ECE).</param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins, double Brier, double ChanceBrier, double Error)
{
    private const double Confidence = 0.95;

    /// <summary>
    /// The calibration of probabilities in <paramref name="bins"/> bins; null without examples or where some score lies outside
    /// 0 to 1 and so is no probability.
    /// </summary>
    public static Calibration? Of(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probabilities, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (counts, hits, sums) = (new int[bins], new int[bins], new double[bins]);
        var brier = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var probability = probabilities[i];
            if (probability is not (>= 0 and <= 1))
                return null;

            // A value on an edge belongs to the lower bin, as scikit-learn has it.
            var bin = Math.Clamp((int)Math.Ceiling(probability * bins) - 1, 0, bins - 1);
            if (bin > 0 && probability <= bin / (double)bins)
                bin--;
            else if (bin < bins - 1 && probability > (bin + 1) / (double)bins)
                bin++;
            counts[bin]++;
            sums[bin] += probability;
            hits[bin] += positive[i] ? 1 : 0;
            var miss = probability - (positive[i] ? 1 : 0);
            brier += miss * miss;
        }

        var examples = probabilities.Length;
        if (examples == 0)
            return null;
        var kept = new List<CalibrationBin>();
        var error = 0.0;
        for (var i = 0; i < bins; i++)
        {
            if (counts[i] == 0)
                continue;
            var (mean, share) = (sums[i] / counts[i], hits[i] / (double)counts[i]);
            kept.Add(new CalibrationBin(
                i / (double)bins, (i + 1) / (double)bins, counts[i], mean, share, Proportions.Wilson(share, counts[i], Confidence)));
            error += counts[i] * Math.Abs(share - mean);
        }

        var prevalence = hits.Sum() / (double)examples;
        return new Calibration(kept, brier / examples, prevalence * (1 - prevalence), error / examples);
    }
}
