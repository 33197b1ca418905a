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
            var positions = by == SeriesAxis.Step ? points.Steps : points.Times;
            using var columns = new BucketColumns(grid);
            for (var i = 0; i < positions.Length; i++)
            {
                var x = ToX(positions[i], start);
                if (x >= from && x <= to)
                    columns.Add(x, points.Values[i]);
            }

            return columns.ToSeries();
        }
    }

    // The axis is one metric's values, so all keys share its range.
    private SeriesAnswer ReadByMetric(SeriesQuery query, AskedSeries[] asked, SeriesResult[] results)
    {
        var key = query.Axis.Metric!;
        var drawn = new HashSet<long>();
        var span = AxisSpan.Empty;
        foreach (var run in query.Runs.Distinct())
        {
            if (series.Summary(run, key) is not { Finite: > 0 } summary)
                continue;
            span = span.With(summary.Min, summary.Max);
            drawn.Add(run);
        }

        var (from, to) = span.Within(query);
        var grid = new CellGrid(XAxisKind.Metric, from, to, query.Buckets, query.LogX);
        var perRun = asked.Length / Math.Max(1, query.Runs.Count);
        Each(query.Runs.Count, i =>
        {
            // A run's lines share its x.
            using var x = drawn.Contains(query.Runs[i]) ? series.BorrowPoints(query.Runs[i], key) : null;
            for (var at = i * perRun; at < (i + 1) * perRun; at++)
                results[at] = new SeriesResult(asked[at].Run, asked[at].Key, asked[at].Count, from, to, Over(x, asked[at]));
        });
        return Answer(query, [span], results);

        BucketedSeries Over(BorrowedPoints? x, AskedSeries one)
        {
            if (x is null || one.Summaries is null)
                return BucketedSeries.Empty;
            if (one.Formula is null)
            {
                using var y = series.BorrowPoints(one.Run, one.Key);
                return MetricAxis.Bucket(x.Steps, x.Values, y.Steps, y.Values, from, to, grid);
            }

            var points = one.Read(series, long.MinValue, long.MaxValue);
            return MetricAxis.Bucket(x.Steps, x.Values, points.Steps, points.Values, from, to, grid);
        }
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
