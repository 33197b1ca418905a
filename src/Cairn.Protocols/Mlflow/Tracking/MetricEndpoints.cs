using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Wire;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>The history of metrics: point by point, for several runs at once, and thinned out for charts.</summary>
internal sealed class MetricEndpoints(RunStore runs, MetricQuery metrics)
{
    private const int RunsAtOnce = 100;
    private const int BulkLimit = 25_000;
    private const int IntervalLimit = 2500;

    public void Map(MlflowRoutes routes)
    {
        routes.Get("metrics/get-history", History);
        routes.Get("metrics/get-history-bulk", Bulk);
        routes.Get("metrics/get-history-bulk-interval", Interval);
    }

    private Task<object> History(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var key = request.Required("metric_key");
        var limit = request.Integer("max_results") ?? 0;
        if (limit < 0)
            throw request.Bad("max_results", "it has to be a positive number.");
        var points = runs.FindByUid(request.Caller, id) is { } run ? ByTime(All(request.Caller, run.Id, key)) : [];

        // Java's and R's clients name no limit and take one answer for everything.
        var (page, next) = PageToken.Slice(points, request.Text("page_token"), limit == 0 ? int.MaxValue : limit);
        return Task.FromResult<object>(new MetricsAnswer(
            page.Select(point => MetricWire.Of(key, point.Value, point.Time, point.Step)).OrNull(), next));
    }

    private Task<object> Bulk(MlflowRequest request)
    {
        var ids = RunIds(request, "run_id");
        if (ids.Count == 0)
            throw MlflowRefusal.Invalid("GetMetricHistoryBulk request must specify at least one run_id.");
        if (ids.Count > RunsAtOnce)
            throw MlflowRefusal.Invalid($"GetMetricHistoryBulk request cannot specify more than {RunsAtOnce} run_ids, and it has {ids.Count}.");
        var key = request.Text("metric_key");
        if (string.IsNullOrEmpty(key))
            throw MlflowRefusal.Invalid("GetMetricHistoryBulk request must specify a metric_key.");
        var limit = (int)Math.Clamp(request.Integer("max_results") ?? BulkLimit, 0, BulkLimit);
        var all = ids.Order(StringComparer.Ordinal)
            .Select(id => runs.FindByUid(request.Caller, id)).OfType<Run>()
            .SelectMany(run => ByTime(All(request.Caller, run.Id, key))
                .Select(point => MetricWire.Of(key, point.Value, point.Time, point.Step, run.Uid)));
        return Task.FromResult<object>(new MetricsAnswer(all.Take(limit).OrNull()));
    }

    private Task<object> Interval(MlflowRequest request)
    {
        var ids = RunIds(request, "run_ids");
        if (ids.Count == 0)
            throw request.Absent("run_ids");
        if (ids.Count > RunsAtOnce)
            throw MlflowRefusal.Invalid($"GetMetricHistoryBulkInterval request must specify at most {RunsAtOnce} run_ids. It has {ids.Count}.");
        var key = request.Required("metric_key");
        var from = request.Integer("start_step");
        var to = request.Integer("end_step");
        if (from is null != to is null)
            throw MlflowRefusal.Invalid("If either start step or end step are specified, both must be specified.");
        if (from > to)
            throw MlflowRefusal.Invalid($"end_step must be greater than start_step. It is {to}, and start_step is {from}.");
        var limit = request.Integer("max_results") ?? IntervalLimit;
        if (limit is < 1 or > IntervalLimit)
            throw MlflowRefusal.Invalid($"max_results must be between 1 and {IntervalLimit}, and it is {limit}.");
        var series = ids.Select(id => runs.FindByUid(request.Caller, id)).OfType<Run>()
            .Select(run => (run.Uid, Points: metrics.Points(
                request.Caller, run.Id, key, from ?? 0, to ?? long.MaxValue, int.MaxValue, null)))
            .ToList();
        var steps = StepSample.Of([.. series.Select(one => one.Points.Steps)], (int)limit);
        var answer = new List<MetricWire>();
        foreach (var (uid, points) in series)
        {
            var taken = 0;
            for (var i = 0; i < points.Count && taken < BulkLimit; i++)
            {
                if (!steps.Contains(points.Steps[i]))
                    continue;
                taken++;
                answer.Add(MetricWire.Of(key, points.Values[i], points.Times[i], points.Steps[i], uid));
            }
        }

        return Task.FromResult<object>(new MetricsAnswer(answer.OrNull()));
    }

    private static List<string> RunIds(MlflowRequest request, string name) =>
        [.. request.Texts(name).Where(id => id.Length > 0).Distinct()];

    private SeriesPoints All(Caller caller, long run, string key) =>
        metrics.Points(caller, run, key, long.MinValue, long.MaxValue, int.MaxValue, null);

    // The store keeps points by step; most series are in order of time with that.
    private static IReadOnlyList<(long Time, long Step, double Value)> ByTime(SeriesPoints points)
    {
        var list = new (long Time, long Step, double Value)[points.Count];
        var sorted = true;
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = (points.Times[i], points.Steps[i], points.Values[i]);
            sorted &= i == 0 || points.Times[i - 1] <= points.Times[i];
        }

        if (!sorted)
            Array.Sort(list, static (a, b) => new SeriesPosition(a.Time, a.Step, a.Value).CompareTo(new SeriesPosition(b.Time, b.Step, b.Value)));
        return list;
    }
}
