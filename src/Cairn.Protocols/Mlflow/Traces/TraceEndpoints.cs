using Cairn.Core;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Traces in version 3 of the protocol: told as a whole when they end.</summary>
internal sealed class TraceEndpoints(
    TraceStore traces, TraceScope scope, TraceSearch search, ExperimentScope experiments, TimeProvider time)
{
    private const int TracesAtOnce = 500;
    private const int IdLimit = 250;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("traces", SaveAsync, MlflowRoutes.TrackingV3);
        routes.Get("traces/get", GetWhole, MlflowRoutes.TrackingV3);
        routes.Get("traces/batchGet", GetMany, MlflowRoutes.TrackingV3);
        routes.Post("traces/batchGetInfos", GetInfos, MlflowRoutes.TrackingV3);
        routes.Post("traces/search", Search, MlflowRoutes.TrackingV3);
        routes.Get("traces/{trace}", Get, MlflowRoutes.TrackingV3);
    }

    private async Task<object> SaveAsync(MlflowRequest request)
    {
        var info = request.RequiredObject("trace").RequiredObject("trace_info");
        var uid = MlflowNames.CheckLength(info.Required("trace_id"), IdLimit, info.Name("trace_id"));
        var place = info.RequiredObject("trace_location").RequiredObject("mlflow_experiment");
        var started = ReadTime(info);
        var duration = ReadDuration(info);
        var state = TraceStates.Read(info, "state") ?? TraceState.Unspecified;
        var (metadata, tags) = (info.Map("trace_metadata"), info.Map("tags"));
        var assessments = info.Objects("assessments").Select(one => AssessmentBody.New(one, uid, time)).ToList();
        var project = experiments.RequireActive(request.Caller, place.Required("experiment_id"));
        var trace = await traces.SaveAsync(
            request.Caller,
            uid,
            known => new Trace
            {
                Id = 0,
                Uid = uid,
                ProjectId = project.Id,
                ClientRequest = info.Text("client_request_id") ?? known?.ClientRequest,
                StartedAt = started ?? known?.StartedAt ?? 0,
                Duration = duration ?? known?.Duration,
                State = state,
                RequestPreview = info.Text("request_preview") ?? info.Text("request"),
                ResponsePreview = info.Text("response_preview") ?? info.Text("response"),
                Metadata = Join(known?.Metadata, metadata),
                Labels = Join(known?.Labels, [TraceScope.LocationTag(project, uid), .. tags]),
            },
            request.Aborted);
        foreach (var assessment in assessments)
            await traces.SaveAssessmentAsync(request.Caller, assessment, request.Aborted);
        return new TraceAnswer(new TraceWire(scope.Write(request.Caller, trace), null));
    }

    private Task<object> Get(MlflowRequest request)
    {
        var trace = scope.Require(request.Caller, request.Route("trace"));
        return Task.FromResult<object>(new TraceAnswer(new TraceWire(scope.Write(request.Caller, trace), null)));
    }

    private Task<object> GetWhole(MlflowRequest request)
    {
        var trace = scope.Require(request.Caller, request.Required("trace_id"));
        return Task.FromResult<object>(new TraceAnswer(scope.WriteWhole(request.Caller, [trace])[0]));
    }

    private Task<object> GetMany(MlflowRequest request) => Task.FromResult<object>(new TracesAnswer(
        scope.WriteWhole(request.Caller, traces.Find(request.Caller, ReadIds(request))).OrNull()));

    private Task<object> GetInfos(MlflowRequest request) => Task.FromResult<object>(new TraceInfoListAnswer(
        scope.Write(request.Caller, traces.Find(request.Caller, ReadIds(request))).OrNull()));

    private Task<object> Search(MlflowRequest request)
    {
        var places = request.Objects("locations")
            .Select(place => place.Object("mlflow_experiment")?.Text("experiment_id")).OfType<string>().ToList();
        var (page, next) = search.Find(request, places);
        return Task.FromResult<object>(new TraceInfosAnswer(scope.Write(request.Caller, page).OrNull(), next));
    }

    private static IReadOnlyList<string> ReadIds(MlflowRequest request)
    {
        var ids = request.Texts("trace_ids");
        return ids.Count is >= 1 and <= TracesAtOnce
            ? ids
            : throw MlflowRefusal.Invalid($"Parameter 'trace_ids' has to name 1 to {TracesAtOnce} traces, and it names {ids.Count}.");
    }

    private static long? ReadTime(MlflowFields info) => info.Text("request_time") is not { } text
        ? null
        : TraceTimes.ReadTime(text) ?? throw info.Bad("request_time", "it has to be a time such as 2026-01-31T12:00:00.5Z.");

    private static long? ReadDuration(MlflowFields info) => info.Text("execution_duration") is not { } text
        ? null
        : TraceTimes.ReadDuration(text) ?? throw info.Bad("execution_duration", "it has to be seconds such as 1.5s.");

    private static Dictionary<string, string> Join(
        IReadOnlyDictionary<string, string>? known, IEnumerable<KeyValuePair<string, string>> added)
    {
        var joined = new Dictionary<string, string>(known ?? LabelMap.Empty);
        foreach (var (key, value) in added)
            joined[key] = MlflowNames.Cut(value, MlflowNames.TagValueLimit);
        return joined;
    }
}
