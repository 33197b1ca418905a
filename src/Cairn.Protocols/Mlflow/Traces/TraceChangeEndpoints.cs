using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>What changes traces in both versions of the protocol: tags, links, deletion.</summary>
internal sealed class TraceChangeEndpoints(TraceStore traces, TraceScope scope, RunScope runs, ExperimentScope experiments)
{
    private const int TracesAtOnce = 100;

    public void Map(MlflowRoutes routes)
    {
        foreach (var root in (string[])[MlflowRoutes.Tracking, MlflowRoutes.TrackingV3])
        {
            routes.Patch("traces/{trace}/tags", SetTagAsync, root);
            routes.Delete("traces/{trace}/tags", DeleteTagAsync, root);
            routes.Post("traces/delete-traces", DeleteAsync, root);
        }

        routes.Post("traces/link-to-run", LinkToRunAsync);
        routes.Post("traces/link-prompts", LinkPromptsAsync);
    }

    private async Task<object> SetTagAsync(MlflowRequest request)
    {
        var (key, value) = TraceScope.ReadTag(request);
        await ChangeAsync(request, request.Route("trace"), trace => trace with { Labels = trace.Labels.With(key, value) });
        return EmptyWire.Value;
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var key = request.Required("key");
        await ChangeAsync(request, request.Route("trace"), trace => trace.Labels.ContainsKey(key)
            ? trace with { Labels = trace.Labels.Without(key) }
            : Refusal.NotFound($"No trace tag with key '{MlflowNames.Shorten(key)}' on trace {trace.Uid}."));
        return EmptyWire.Value;
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        var id = request.Required("experiment_id");
        var latest = request.Integer("max_timestamp_millis");
        var most = request.Integer("max_traces");
        var uids = request.Texts("request_ids");
        if (latest is null == (uids.Count == 0))
        {
            throw MlflowRefusal.Invalid(
                "Either 'max_timestamp_millis' or 'request_ids' must be specified, but not both.");
        }

        if (most is not null && latest is null)
            throw MlflowRefusal.Invalid("'max_traces' can't be specified if 'request_ids' is specified.");
        if (most <= 0)
            throw request.Bad("max_traces", "it has to be a positive number.");
        var project = experiments.Require(request.Caller, id);
        var count = latest is { } time
            ? await traces.DeleteOldestAsync(
                request.Caller, project.Id, time, most is { } number ? (int)Math.Min(number, int.MaxValue) : null, request.Aborted)
            : await traces.DeleteAsync(request.Caller, project.Id, uids, request.Aborted);
        return new TracesDeletedAnswer(count);
    }

    private async Task<object> LinkToRunAsync(MlflowRequest request)
    {
        var uids = request.Texts("trace_ids");
        if (uids.Count is < 1 or > TracesAtOnce)
            throw MlflowRefusal.Invalid($"Parameter 'trace_ids' has to name 1 to {TracesAtOnce} traces, and it names {uids.Count}.");
        var run = runs.Require(request.Caller, request.Required("run_id"));
        await traces.LinkAsync(request.Caller, uids, run.Uid, request.Aborted);
        return EmptyWire.Value;
    }

    // Which prompts a trace has used is a tag: a JSON list of names and versions.
    private async Task<object> LinkPromptsAsync(MlflowRequest request)
    {
        var added = request.Objects("prompt_versions")
            .Select(prompt => (Name: prompt.Required("name"), Version: prompt.Required("version"))).ToList();
        scope.Require(request.Caller, request.Required("trace_id"));
        await ChangeAsync(request, request.Required("trace_id"), trace =>
        {
            var prompts = ReadPrompts(trace.Labels.GetValueOrDefault(TraceKeys.Prompts));
            foreach (var (name, version) in added)
            {
                if (!prompts.OfType<JsonObject>().Any(one => (string?)one["name"] == name && (string?)one["version"] == version))
                    prompts.Add(new JsonObject { ["name"] = name, ["version"] = version });
            }

            return trace with { Labels = trace.Labels.With(TraceKeys.Prompts, prompts.ToJsonString()) };
        });
        return EmptyWire.Value;
    }

    private static JsonArray ReadPrompts(string? tag)
    {
        try
        {
            // What has another form was put there by hand, and is replaced.
            var prompts = tag is null ? null : JsonNode.Parse(tag) as JsonArray;
            return prompts is not null && prompts.All(one => one is JsonObject item
                && item["name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String
                && item["version"] is JsonValue version && version.GetValueKind() == JsonValueKind.String)
                ? prompts
                : [];
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }

    private Task<Trace> ChangeAsync(MlflowRequest request, string uid, Func<Trace, Outcome<Trace>> change) =>
        traces.UpdateAsync(request.Caller, uid, change, request.Aborted).OrRefuseAsync();
}
