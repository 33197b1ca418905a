using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Classification;

/// <summary>Precision over recall of a ranking with at least one positive example.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>
    /// A point for each threshold, recall ascending. Between two points the curve is a step at the precision of the later
    /// one: a straight line would promise what no threshold gives (Davis and Goadrich 2006).
    /// </summary>
    public static CurveLine Line(Ranking ranking)
    {
        RequirePositives(ranking);
        return new CurveLine(
            [.. ranking.Hits.Select(hits => hits / (double)ranking.Positives)],
            [.. ranking.Hits.Select((hits, i) => hits / ((double)hits + ranking.FalseAlarms[i]))],
            [.. ranking.Thresholds]);
    }

    /// <summary>
    /// The area under those steps, as scikit-learn's <c>average_precision_score</c>; by chance it is the share of positives.
    /// </summary>
    public static double AveragePrecision(Ranking ranking)
    {
        RequirePositives(ranking);
        var (sum, before) = (0.0, 0);
        for (var i = 0; i < ranking.Hits.Count; i++)
        {
            var hits = ranking.Hits[i];
            sum += (hits - before) * (hits / ((double)hits + ranking.FalseAlarms[i]));
            before = hits;
        }

        return sum / ranking.Positives;
    }

    /// <summary>
    /// The interval of the average precision on the scale of log odds (Boyd, Eng and Page 2013); null where it is 0 or 1, of which
    /// that scale knows nothing.
    /// </summary>
    public static Interval? AverageInterval(Ranking ranking, double confidence)
    {
        var average = AveragePrecision(ranking);
        if (average is not (> 0 and < 1 - 1e-12))
            return null;
        var odds = Math.Log(average / (1 - average));
        var reach = Probability.NormalQuantile((1 + confidence) / 2) / Math.Sqrt(ranking.Positives * average * (1 - average));
        return new Interval(Share(odds - reach), Share(odds + reach));
    }

    private static double Share(double odds) => 1 / (1 + Math.Exp(-odds));

    private static void RequirePositives(Ranking ranking)
    {
        if (ranking.Positives == 0)
            throw new ArgumentException("Recall needs a positive example.", nameof(ranking));
    }
}
