namespace Cairn.Core.Metrics;

/// <summary>What a chart may ask for.</summary>
internal static class SeriesQueryRules
{
    public static Refusal? Check(SeriesQuery query)
    {
        if (query.Buckets is < 1 or > SeriesQuery.BucketLimit)
        {
            return Refusal.Invalid(
                "buckets", $"{query.Buckets} buckets can't be made.", $"1 to {SeriesQuery.BucketLimit}");
        }

        var keys = query.Keys.Count + query.Expressions.Count;
        if ((long)query.Runs.Count * keys > SeriesQuery.SeriesLimit)
        {
            return Refusal.Invalid(
                "runs",
                $"{query.Runs.Count} runs with {keys} keys are too many series for one question.",
                $"{SeriesQuery.SeriesLimit} series",
                "Ask for fewer runs or keys at a time.");
        }

        if (query.From is { } from && !double.IsFinite(from))
            return Refusal.Invalid("from", "The range has to begin at a finite number.");
        if (query.To is { } to && !double.IsFinite(to))
            return Refusal.Invalid("to", "The range has to end at a finite number.");
        return query.From > query.To
            ? Refusal.Invalid("from", "The range ends before it begins.", remedy: "Swap 'from' and 'to'.")
            : null;
    }

    public static Refusal TooManyPoints(string expression, long run) => Refusal.Invalid(
        "expressions",
        $"The series of '{expression}' have too many points in run {run} to work it out.",
        $"{SeriesQuery.ExpressionPointLimit} points",
        "Leave that run out, or log the value itself.");
}
