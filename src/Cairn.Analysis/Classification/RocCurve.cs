using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Classification;

/// <summary>The receiver operating characteristic of a ranking: the share of positives found over the share of false alarms.</summary>
public static class RocCurve
{
    /// <summary>The curve from (0, 0) to (1, 1); the ranking has both classes.</summary>
    public static CurveLine Line(Ranking ranking)
    {
        RequireBoth(ranking);
        return new CurveLine(
            [0, .. ranking.FalseAlarms.Select(n => n / (double)ranking.Negatives)],
            [0, .. ranking.Hits.Select(n => n / (double)ranking.Positives)],
            [double.PositiveInfinity, .. ranking.Thresholds]);
    }

    /// <summary>
    /// The area under the curve: how often a positive example is ranked above a negative one, equal scores counting half. 0.5 by
    /// chance.
    /// </summary>
    public static double Area(Ranking ranking)
    {
        RequireBoth(ranking);
        var pairs = 0.0;
        ForEachScore(ranking, (positives, negatives, _, below) => pairs += positives * (below + (negatives / 2.0)));
        return pairs / ((double)ranking.Positives * ranking.Negatives);
    }

    /// <summary>
    /// The interval of the area by the variance of its placements (DeLong, DeLong and Clarke-Pearson 1988), within 0 and 1; null
    /// with fewer than two of a class, or where the classes are told apart so well that the variance is 0.
    /// </summary>
    public static Interval? AreaInterval(Ranking ranking, double confidence)
    {
        RequireBoth(ranking);
        if (ranking.Positives < 2 || ranking.Negatives < 2)
            return null;
        var area = Area(ranking);
        double ofPositives = 0, ofNegatives = 0;
        ForEachScore(ranking, (positives, negatives, above, below) =>
        {
            var one = ((below + (negatives / 2.0)) / ranking.Negatives) - area;
            var other = ((above + (positives / 2.0)) / ranking.Positives) - area;
            ofPositives += positives * one * one;
            ofNegatives += negatives * other * other;
        });
        var variance = (ofPositives / (ranking.Positives - 1.0) / ranking.Positives)
            + (ofNegatives / (ranking.Negatives - 1.0) / ranking.Negatives);
        if (!(variance > 0))
            return null;
        var reach = Probability.NormalQuantile((1 + confidence) / 2) * Math.Sqrt(variance);
        return new Interval(Math.Max(0, area - reach), Math.Min(1, area + reach));
    }

    // Of each score: its positives and negatives, the positives above it and the negatives below it.
    private static void ForEachScore(Ranking ranking, Action<int, int, int, int> see)
    {
        var (hits, falseAlarms) = (0, 0);
        for (var i = 0; i < ranking.Thresholds.Count; i++)
        {
            see(ranking.Hits[i] - hits, ranking.FalseAlarms[i] - falseAlarms, hits, ranking.Negatives - ranking.FalseAlarms[i]);
            (hits, falseAlarms) = (ranking.Hits[i], ranking.FalseAlarms[i]);
        }
    }

    private static void RequireBoth(Ranking ranking)
    {
        if (ranking.Positives == 0 || ranking.Negatives == 0)
            throw new ArgumentException("A ROC curve needs examples of both classes.", nameof(ranking));
    }
}
