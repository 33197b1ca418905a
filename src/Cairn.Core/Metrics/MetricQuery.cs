using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Reads series for charts: the same equal buckets of one x axis for every series asked.</summary>
public sealed class MetricQuery(SeriesStore series, RunStore runs)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>How much the series engine holds.</summary>
    public SeriesStoreStats Storage => series.Stats;

    /// <summary>What is known of each series of a run, by key.</summary>
    public IReadOnlyList<SeriesSummary> Summaries(Caller caller, long run) => series.Summaries(run);

    /// <summary>Raw points of a series by (step, time, value).</summary>
    public SeriesPoints Points(
        Caller caller, long run, string key, long fromStep, long toStep, int limit, SeriesPosition? after) =>
        series.ReadPoints(run, key, fromStep, toStep, limit, after);

    /// <summary>Answers a chart's question; series that don't exist come back empty.</summary>
    public Outcome<SeriesAnswer> Read(Caller caller, SeriesQuery query)
    {
        if (Check(query) is { } refusal)
            return refusal;
        var asked = (from run in query.Runs from key in query.Keys select (Run: run, Key: key)).ToArray();
        var summaries = new SeriesSummary?[asked.Length];
        Each(asked.Length, i => summaries[i] = series.Summary(asked[i].Run, asked[i].Key));
        var results = new SeriesResult[asked.Length];
        return query.Axis.Kind == XAxisKind.Metric
            ? ReadByMetric(query, asked, summaries, results)
            : ReadByPosition(query, asked, summaries, results);
    }

    private SeriesAnswer ReadByPosition(
        SeriesQuery query, (long Run, string Key)[] asked, SeriesSummary?[] summaries, SeriesResult[] results)
    {
        var axis = query.Axis.Kind == XAxisKind.Step ? SeriesAxis.Step : SeriesAxis.Time;
        var starts = query.Axis.Kind == XAxisKind.Relative
            ? runs.Find(Caller.Local, query.Runs).ToDictionary(run => run.Id, run => run.StartedAt)
            : [];
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        foreach (var summary in summaries.OfType<SeriesSummary>())
        {
            var start = starts.GetValueOrDefault(summary.Run);
            lowest = Math.Min(lowest, ToX(axis == SeriesAxis.Step ? summary.FirstStep : summary.FirstTime, start));
            highest = Math.Max(highest, ToX(axis == SeriesAxis.Step ? summary.LastStep : summary.LastTime, start));
        }

        var from = query.From ?? (double.IsFinite(lowest) ? lowest : 0);
        var to = Math.Max(from, query.To ?? (double.IsFinite(highest) ? highest : 0));
        Each(asked.Length, i =>
        {
            var (run, key) = asked[i];
            var start = starts.GetValueOrDefault(run);
            var buckets = summaries[i] is null
                ? BucketedSeries.Empty
                : series.ReadBuckets(run, key, axis, FromX(from, start, up: true), FromX(to, start, up: false), query.Buckets);
            if (query.Axis.Kind == XAxisKind.Relative)
            {
                for (var b = 0; b < buckets.X.Length; b++)
                    buckets.X[b] = (buckets.X[b] - start) / MillisecondsPerSecond;
            }

            results[i] = new SeriesResult(run, key, summaries[i]?.Count ?? 0, buckets);
        });
        return new SeriesAnswer(from, to, results);

        double ToX(long position, long start) =>
            query.Axis.Kind == XAxisKind.Relative ? (position - start) / MillisecondsPerSecond : position;

        long FromX(double x, long start, bool up)
        {
            var position = query.Axis.Kind == XAxisKind.Relative ? start + (x * MillisecondsPerSecond) : x;
            position = up ? Math.Ceiling(position) : Math.Floor(position);

            // The nearest double to the largest step is one more than it; a cast saturates.
            return (long)position;
        }
    }

    private SeriesAnswer ReadByMetric(
        SeriesQuery query, (long Run, string Key)[] asked, SeriesSummary?[] summaries, SeriesResult[] results)
    {
        var key = query.Axis.Metric!;
        var xs = new Dictionary<long, SeriesPoints>();
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        foreach (var run in query.Runs.Distinct())
        {
            if (series.Summary(run, key) is not { Finite: > 0 } summary)
                continue;
            lowest = Math.Min(lowest, summary.Min);
            highest = Math.Max(highest, summary.Max);
            xs[run] = series.ReadPoints(run, key);
        }

        var from = query.From ?? (double.IsFinite(lowest) ? lowest : 0);
        var to = Math.Max(from, query.To ?? (double.IsFinite(highest) ? highest : 0));
        Each(asked.Length, i =>
        {
            var (run, one) = asked[i];
            var buckets = summaries[i] is null || !xs.TryGetValue(run, out var x)
                ? BucketedSeries.Empty
                : MetricAxis.Bucket(x, series.ReadPoints(run, one), from, to, query.Buckets);
            results[i] = new SeriesResult(run, one, summaries[i]?.Count ?? 0, buckets);
        });
        return new SeriesAnswer(from, to, results);
    }

    private static Refusal? Check(SeriesQuery query)
    {
        if (query.Buckets is < 1 or > SeriesQuery.BucketLimit)
        {
            return Refusal.Invalid(
                "buckets", $"{query.Buckets} buckets can't be made.", $"1 to {SeriesQuery.BucketLimit}");
        }

        if ((long)query.Runs.Count * query.Keys.Count > SeriesQuery.SeriesLimit)
        {
            return Refusal.Invalid(
                "runs",
                $"{query.Runs.Count} runs with {query.Keys.Count} keys are too many series for one question.",
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

    // A few series are read sooner than threads are woken.
    private static void Each(int count, Action<int> body)
    {
        if (count < 4)
        {
            for (var i = 0; i < count; i++)
                body(i);
        }
        else
        {
            Parallel.For(0, count, body);
        }
    }
}
