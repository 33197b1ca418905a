using Cairn.Core;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Traces in version 2 of the protocol: begun and ended in two calls.</summary>
internal sealed class TraceV2Endpoints(
    TraceStore traces, TraceScope scope, TraceSearch search, ExperimentScope experiments, ArtifactTree tree)
{
    private const string SpansFile = "traces.json";

    public void Map(MlflowRoutes routes)
    {
        routes.Post("traces", StartAsync);
        routes.Get("traces", Search);
        routes.Patch("traces/{trace}", EndAsync);
        routes.Get("traces/{trace}/info", Get);
        routes.Get("get-trace-artifact", ReadSpans);
        routes.Get("get-trace-artifact", ReadSpans, MlflowRoutes.TrackingV3);
    }

    private async Task<object> StartAsync(MlflowRequest request)
    {
        var project = experiments.RequireActive(request.Caller, request.Required("experiment_id"));
        var started = request.RequiredInteger("timestamp_ms");
        var metadata = ReadPairs(request, "request_metadata");
        var tags = ReadPairs(request, "tags");
        var uid = $"tr-{Guid.NewGuid():n}";
        tags.Add(TraceScope.LocationTag(project, uid));
        var trace = await traces.SaveAsync(
            request.Caller,
            uid,
            _ => new Trace
            {
                Id = 0,
                Uid = uid,
                ProjectId = project.Id,
                StartedAt = started,
                State = TraceState.InProgress,
                Metadata = Join(LabelMap.Empty, metadata),
                Labels = Join(LabelMap.Empty, tags),
            },
            request.Aborted);
        return new TraceInfoV2Answer(TraceScope.WriteV2(trace));
    }

    private async Task<object> EndAsync(MlflowRequest request)
    {
        var ended = request.RequiredInteger("timestamp_ms");
        var state = TraceStates.Read(request, "status") ?? TraceState.Unspecified;
        var metadata = ReadPairs(request, "request_metadata");
        var tags = ReadPairs(request, "tags");
        var trace = await traces.UpdateAsync(
            request.Caller,
            request.Route("trace"),
            known => known with
            {
                Duration = ended - known.StartedAt,
                State = state,
                Metadata = Join(known.Metadata, metadata),
                Labels = Join(known.Labels, tags),
            },
            request.Aborted).OrRefuseAsync();
        return new TraceInfoV2Answer(TraceScope.WriteV2(trace));
    }

    private Task<object> Get(MlflowRequest request) => Task.FromResult<object>(new TraceInfoV2Answer(
        TraceScope.WriteV2(scope.Require(request.Caller, request.Route("trace")))));

    // The steps of a trace are here, or in a file where its client put them.
    private Task<object> ReadSpans(MlflowRequest request)
    {
        var trace = scope.Require(request.Caller, request.Required("request_id", "trace_id"));
        var spans = traces.Spans(request.Caller, [trace.Uid]);
        if (spans.Count > 0)
        {
            request.Http.Response.Headers.ContentDisposition = $"attachment; filename={SpansFile}";
            return Task.FromResult<object>(TypedResults.Bytes(SpanJson.File(spans), "text/plain"));
        }

        var location = trace.Labels.GetValueOrDefault(TraceKeys.Location);
        var folder = location is null ? null : ArtifactTree.PathOf(location);
        var file = folder is null ? null : tree.Find(request.Caller, $"{folder}/{SpansFile}");
        return Task.FromResult(ArtifactDownload.Of(tree, file, SpansFile, request.Http.Response));
    }

    private Task<object> Search(MlflowRequest request)
    {
        var (page, next) = search.Find(request, request.Texts("experiment_ids"));
        return Task.FromResult<object>(new TraceInfosV2Answer(page.Select(TraceScope.WriteV2).OrNull(), next));
    }

    private static List<KeyValuePair<string, string>> ReadPairs(MlflowFields fields, string name) =>
        [.. fields.Objects(name).Select(TraceScope.ReadTag)];

    private static Dictionary<string, string> Join(
        IReadOnlyDictionary<string, string> known, IEnumerable<KeyValuePair<string, string>> added)
    {
        var joined = new Dictionary<string, string>(known);
        foreach (var (key, value) in added)
            joined[key] = value;
        return joined;
    }
}
