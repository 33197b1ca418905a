using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Reads series for charts: equal buckets of one x axis, the same for all series of a key.</summary>
public sealed class MetricQuery(SeriesStore series, RunStore runs)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>How much the series engine holds.</summary>
    public SeriesStoreStats Storage => series.Stats;

    /// <summary>What is known of each series of a run, by key.</summary>
    public IReadOnlyList<SeriesSummary> Summaries(Caller caller, long run) => series.Summaries(run);

    /// <summary>What of a run's series was found damaged on disk since the server started; it is left out of every answer.</summary>
    public IReadOnlyList<SeriesDamage> Damage(Caller caller, long run) => series.Damage(run);

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

        // Each key has a range of its own: one logged over few steps would get few buckets beside one logged over many.
        var spans = new Dictionary<string, Span>();
        for (var i = 0; i < asked.Length; i++)
        {
            if (summaries[i] is not { } summary)
                continue;
            var start = starts.GetValueOrDefault(asked[i].Run);
            spans[asked[i].Key] = spans.GetValueOrDefault(asked[i].Key, Span.Empty).With(
                ToX(axis == SeriesAxis.Step ? summary.FirstStep : summary.FirstTime, start),
                ToX(axis == SeriesAxis.Step ? summary.LastStep : summary.LastTime, start));
        }

        Each(asked.Length, i =>
        {
            var (run, key) = asked[i];
            var (from, to) = spans.GetValueOrDefault(key, Span.Empty).Within(query);
            var start = starts.GetValueOrDefault(run);
            var buckets = summaries[i] is null
                ? BucketedSeries.Empty
                : series.ReadBuckets(run, key, axis, FromX(from, start, up: true), FromX(to, start, up: false), query.Buckets);
            if (query.Axis.Kind == XAxisKind.Relative)
            {
                for (var b = 0; b < buckets.X.Length; b++)
                    buckets.X[b] = (buckets.X[b] - start) / MillisecondsPerSecond;
            }

            results[i] = new SeriesResult(run, key, summaries[i]?.Count ?? 0, from, to, buckets);
        });
        return Answer(query, spans.Values, results);

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

    // The axis is one metric's values, so all keys share its range.
    private SeriesAnswer ReadByMetric(
        SeriesQuery query, (long Run, string Key)[] asked, SeriesSummary?[] summaries, SeriesResult[] results)
    {
        var key = query.Axis.Metric!;
        var xs = new Dictionary<long, SeriesPoints>();
        var span = Span.Empty;
        foreach (var run in query.Runs.Distinct())
        {
            if (series.Summary(run, key) is not { Finite: > 0 } summary)
                continue;
            span = span.With(summary.Min, summary.Max);
            xs[run] = series.ReadPoints(run, key);
        }

        var (from, to) = span.Within(query);
        Each(asked.Length, i =>
        {
            var (run, one) = asked[i];
            var buckets = summaries[i] is null || !xs.TryGetValue(run, out var x)
                ? BucketedSeries.Empty
                : MetricAxis.Bucket(x, series.ReadPoints(run, one), from, to, query.Buckets);
            results[i] = new SeriesResult(run, one, summaries[i]?.Count ?? 0, from, to, buckets);
        });
        return Answer(query, [span], results);
    }

    private static SeriesAnswer Answer(SeriesQuery query, IEnumerable<Span> spans, SeriesResult[] results)
    {
        var (from, to) = spans.Aggregate(Span.Empty, (all, one) => all.With(one.Lowest, one.Highest)).Within(query);
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

    // Where the data lies on the axis; empty as long as nothing was added.
    private readonly record struct Span(double Lowest, double Highest)
    {
        public static Span Empty => new(double.PositiveInfinity, double.NegativeInfinity);

        public Span With(double from, double to) => new(Math.Min(Lowest, from), Math.Max(Highest, to));

        public (double From, double To) Within(SeriesQuery query)
        {
            var from = query.From ?? (double.IsFinite(Lowest) ? Lowest : 0);
            return (from, Math.Max(from, query.To ?? (double.IsFinite(Highest) ? Highest : 0)));
        }
    }
}
