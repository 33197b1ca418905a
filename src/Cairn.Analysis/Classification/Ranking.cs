namespace Cairn.Analysis.Classification;

/// <summary>
/// Examples of one class against the rest, cut at every score there is, from the highest down; examples of equal scores
/// are always on the same side of a cut.
/// </summary>
public sealed class Ranking
{
    private Ranking(double[] thresholds, int[] hits, int[] falseAlarms)
    {
        Thresholds = thresholds;
        Hits = hits;
        FalseAlarms = falseAlarms;
    }

    /// <summary>The different scores, descending; an example counts as positive at a cut when its score is not below it.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Positive examples at or above each threshold; ascending.</summary>
    public IReadOnlyList<int> Hits { get; }

    /// <summary>Negative examples at or above each threshold; ascending.</summary>
    public IReadOnlyList<int> FalseAlarms { get; }

    /// <summary>Positive examples in all.</summary>
    public int Positives => Hits.Count == 0 ? 0 : Hits[^1];

    /// <summary>Negative examples in all.</summary>
    public int Negatives => FalseAlarms.Count == 0 ? 0 : FalseAlarms[^1];

    /// <summary>The share of positive examples: the precision of a guess at random. NaN without examples.</summary>
    public double Prevalence => Positives / ((double)Positives + Negatives);

    /// <summary>Ranks examples; the spans are of one length and scores are numbers or infinite.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static Ranking Of(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        if (positive.Length != scores.Length)
            throw new ArgumentException($"{positive.Length} labels and {scores.Length} scores are no pairs.", nameof(scores));
        var ordered = scores.ToArray();
        var labels = positive.ToArray();
        if (Array.Exists(ordered, double.IsNaN))
            throw new ArgumentException("A score is NaN: it has no place in a ranking.", nameof(scores));
        Array.Sort(ordered, labels);
        var (thresholds, hits, falseAlarms) = (new List<double>(), new List<int>(), new List<int>());
        var (right, wrong) = (0, 0);
        for (var i = ordered.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                right++;
            else
                wrong++;
            if (i > 0 && ordered[i - 1] == ordered[i])
                continue;
            thresholds.Add(ordered[i]);
            hits.Add(right);
            falseAlarms.Add(wrong);
        }

        return new Ranking([.. thresholds], [.. hits], [.. falseAlarms]);
    }
}
