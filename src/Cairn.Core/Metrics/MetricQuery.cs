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
        if (SeriesQueryRules.Check(query) is { } refusal)
            return refusal;
        var asked = query.Runs.SelectMany(run => query.Keys.Select(key => new AskedSeries(run, key, null))
            .Concat(query.Expressions.Select(one => new AskedSeries(run, one.Text, one)))).ToArray();
        Each(asked.Length, i => asked[i] = asked[i].Find(series));
        if (asked.FirstOrDefault(one => one.Formula is not null && one.Points > SeriesQuery.ExpressionPointLimit) is { } heavy)
            return SeriesQueryRules.TooManyPoints(heavy.Key, heavy.Run);
        var results = new SeriesResult[asked.Length];
        return query.Axis.Kind == XAxisKind.Metric
            ? ReadByMetric(query, asked, results)
            : ReadByPosition(query, asked, results);
    }

    private SeriesAnswer ReadByPosition(SeriesQuery query, AskedSeries[] asked, SeriesResult[] results)
    {
        var axis = query.Axis.Kind == XAxisKind.Step ? SeriesAxis.Step : SeriesAxis.Time;
        var starts = query.Axis.Kind == XAxisKind.Relative
            ? runs.Find(Caller.Local, query.Runs).ToDictionary(run => run.Id, run => run.StartedAt)
            : [];

        // Each key has a range of its own: one logged over few steps would get few buckets beside one logged over many.
        var spans = new Dictionary<string, AxisSpan>();
        foreach (var one in asked)
        {
            if (one.Summaries is null)
                continue;
            var start = starts.GetValueOrDefault(one.Run);
            foreach (var summary in one.Summaries)
            {
                spans[one.Key] = spans.GetValueOrDefault(one.Key, AxisSpan.Empty).With(
                    ToX(axis == SeriesAxis.Step ? summary.FirstStep : summary.FirstTime, start),
                    ToX(axis == SeriesAxis.Step ? summary.LastStep : summary.LastTime, start));
            }
        }

        Each(asked.Length, i =>
        {
            var one = asked[i];
            var (from, to) = spans.GetValueOrDefault(one.Key, AxisSpan.Empty).Within(query);
            var start = starts.GetValueOrDefault(one.Run);
            var grid = new CellGrid(query.Axis.Kind, from, to, query.Buckets, query.LogX);
            var buckets = one.Summaries is null ? BucketedSeries.Empty
                : one.Formula is not null ? WorkOut(one, axis, from, to, start, grid)
                : query.LogX ? LogBuckets.Read(from, to, query.Buckets, Read)
                : Read(from, to, query.Buckets);
            if (query.Axis.Kind == XAxisKind.Relative && one.Formula is null)
            {
                for (var b = 0; b < buckets.X.Length; b++)
                    buckets.X[b] = (buckets.X[b] - start) / MillisecondsPerSecond;
            }

            results[i] = new SeriesResult(one.Run, one.Key, one.Count, from, to, buckets);

            BucketedSeries Read(double first, double last, int parts) => series.ReadBuckets(
                one.Run, one.Key, axis, FromX(first, start, up: true), FromX(last, start, up: false), parts);
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

        BucketedSeries WorkOut(AskedSeries one, SeriesAxis by, double from, double to, long start, CellGrid grid)
        {
            var points = by == SeriesAxis.Step
                ? one.Read(series, FromX(from, start, up: true), FromX(to, start, up: false))
                : one.Read(series, long.MinValue, long.MaxValue);
            var xs = Array.ConvertAll(by == SeriesAxis.Step ? points.Steps : points.Times, position => ToX(position, start));
            var order = Enumerable.Range(0, xs.Length).Where(i => xs[i] >= from && xs[i] <= to).OrderBy(i => xs[i]).ToArray();
            return BucketColumns.Of([.. order.Select(i => xs[i])], [.. order.Select(i => points.Values[i])], grid);
        }
    }

    // The axis is one metric's values, so all keys share its range.
    private SeriesAnswer ReadByMetric(SeriesQuery query, AskedSeries[] asked, SeriesResult[] results)
    {
        var key = query.Axis.Metric!;
        var xs = new Dictionary<long, SeriesPoints>();
        var span = AxisSpan.Empty;
        foreach (var run in query.Runs.Distinct())
        {
            if (series.Summary(run, key) is not { Finite: > 0 } summary)
                continue;
            span = span.With(summary.Min, summary.Max);
            xs[run] = series.ReadPoints(run, key);
        }

        var (from, to) = span.Within(query);
        var grid = new CellGrid(XAxisKind.Metric, from, to, query.Buckets, query.LogX);
        Each(asked.Length, i =>
        {
            var one = asked[i];
            var buckets = one.Summaries is null || !xs.TryGetValue(one.Run, out var x)
                ? BucketedSeries.Empty
                : MetricAxis.Bucket(x, one.Read(series, long.MinValue, long.MaxValue), from, to, grid);
            results[i] = new SeriesResult(one.Run, one.Key, one.Count, from, to, buckets);
        });
        return Answer(query, [span], results);
    }

    private static SeriesAnswer Answer(SeriesQuery query, IEnumerable<AxisSpan> spans, SeriesResult[] results)
    {
        var (from, to) = spans.Aggregate(AxisSpan.Empty, (all, one) => all.With(one.Lowest, one.Highest)).Within(query);
        return new SeriesAnswer(from, to, results);
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
