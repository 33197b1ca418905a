using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>What is logged to runs: metrics, parameters, tags, one by one or many at once.</summary>
internal sealed class RunLogEndpoints(RunStore runs, RunScope scope, RunWriter writer)
{
    private const int MetricsAtOnce = 1000;
    private const int ParamsAtOnce = 100;
    private const int TagsAtOnce = 100;
    private const int EntitiesAtOnce = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("runs/log-metric", LogMetricAsync);
        routes.Post("runs/log-parameter", LogParameterAsync);
        routes.Post("runs/log-batch", LogBatchAsync);
        routes.Post("runs/set-tag", SetTagAsync);
        routes.Post("runs/delete-tag", DeleteTagAsync);
    }

    private async Task<object> LogMetricAsync(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var metric = MetricPoint.Read(request);
        var run = scope.RequireActive(request.Caller, id);
        await writer.WriteAsync(request.Caller, run, [], [], [metric], request.Aborted);
        return EmptyWire.Value;
    }

    private async Task<object> LogParameterAsync(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var parameter = ReadParameter(request);
        var run = scope.RequireActive(request.Caller, id);
        await writer.WriteAsync(request.Caller, run, [parameter], [], [], request.Aborted);
        return EmptyWire.Value;
    }

    private async Task<object> SetTagAsync(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var tag = RunTags.Read(request);
        var run = scope.RequireActive(request.Caller, id);
        await writer.WriteAsync(request.Caller, run, [], [tag], [], request.Aborted);
        return EmptyWire.Value;
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var key = request.Required("key");
        var run = scope.RequireActive(request.Caller, id);
        if (key != RunTags.Name && !run.Labels.TryGetProperty(key, out _))
            throw MlflowRefusal.Missing($"No tag with name: {MlflowNames.Shorten(key)} in run with id {run.Uid}.");
        await runs.UpdateAsync(request.Caller, run.Id, (known, _) => RunTags.Remove(known, key), request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> LogBatchAsync(MlflowRequest request)
    {
        var id = MlflowNames.CheckRunId(request.Required("run_id"));
        var metrics = Limited(request, "metrics", MetricsAtOnce);
        var parameters = Limited(request, "params", ParamsAtOnce);
        var tags = Limited(request, "tags", TagsAtOnce);
        var total = metrics.Count + parameters.Count + tags.Count;
        if (total > EntitiesAtOnce)
        {
            throw MlflowRefusal.Invalid(
                $"A batch can contain at most {EntitiesAtOnce} metrics, params and tags together, and this one has {total}.");
        }

        var points = metrics.Select(MetricPoint.Read).ToList();
        var settings = parameters.Select(ReadParameter).ToList();
        var labels = tags.Select(RunTags.Read).ToList();
        if (settings.GroupBy(one => one.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw MlflowRefusal.Invalid($"Duplicate parameter keys have been submitted: '{twice.Key}' comes more than once in 'params'.");
        var run = scope.RequireActive(request.Caller, id);
        await writer.WriteAsync(request.Caller, run, settings, labels, points, request.Aborted);
        return EmptyWire.Value;
    }

    private static IReadOnlyList<MlflowFields> Limited(MlflowRequest request, string name, int limit)
    {
        var items = request.Objects(name);
        return items.Count <= limit
            ? items
            : throw MlflowRefusal.Invalid($"A batch can contain at most {limit} {name}, and this one has {items.Count}.");
    }

    private static KeyValuePair<string, string> ReadParameter(MlflowFields fields) => KeyValuePair.Create(
        MlflowNames.CheckKey(fields.Required("key"), fields.Name("key")),
        MlflowNames.Cut(fields.Text("value") ?? "", MlflowNames.ParamValueLimit));
}
