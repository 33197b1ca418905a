using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Projects;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Traces;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Mlflow.Otlp;

/// <summary>OpenTelemetry's export of traces over HTTP, in protobuf or JSON. A request is kept whole or not at all.</summary>
internal sealed class OtlpEndpoints(TraceStore traces, ExperimentScope experiments)
{
    private const string ExperimentHeader = "x-mlflow-experiment-id";
    private const string Protobuf = "application/x-protobuf";
    private const int UnprocessableStatus = 422;
    private const int UnsupportedStatus = 415;

    public void Map(MlflowRoutes routes) => routes.MapExact("POST", "/v1/traces", ExportAsync, readsBody: true);

    private async Task<object> ExportAsync(MlflowRequest request)
    {
        var http = request.Http;
        var experiment = http.Request.Headers[ExperimentHeader].FirstOrDefault();
        if (string.IsNullOrEmpty(experiment))
            return Refuse(UnprocessableStatus, $"The header {ExperimentHeader} is missing: it names the experiment of the traces.");
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (type is not (Protobuf or "application/json"))
            return Refuse(UnsupportedStatus, "Content-Type must be application/x-protobuf or application/json.");
        var project = experiments.RequireActive(request.Caller, experiment);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, request.Aborted);
        List<OtlpSpan> spans;
        try
        {
            var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
            spans = [.. (type == Protobuf ? OtlpProtobuf.Read(bytes) : ReadJson(bytes)).Select(span => new OtlpSpan(span))];
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or ArgumentException or InvalidOperationException)
        {
            throw new MlflowRefusal(MlflowCodes.BadRequest, $"The body is no export of traces: {exception.Message}");
        }

        if (spans.Count == 0)
            throw new MlflowRefusal(MlflowCodes.BadRequest, "The body has no spans.");
        var byTrace = spans.ToLookup(span => span.Span.Trace);
        await traces.SaveSpansAsync(
            request.Caller,
            [.. spans.Select(span => span.Span)],
            (uid, known) => Make(project, uid, known, byTrace[uid]),
            request.Aborted);
        return type == Protobuf ? Results.Bytes([], Protobuf) : EmptyWire.Value;
    }

    // The top span tells when the trace began and how it ended; what the client has told of it by itself stays.
    private static Trace Make(Project project, string uid, Trace? known, IEnumerable<OtlpSpan> spans)
    {
        var all = spans.ToList();
        var top = all.FirstOrDefault(span => span.Span.Parent is null);
        var trace = known ?? new Trace
        {
            Id = 0,
            Uid = uid,
            ProjectId = project.Id,
            StartedAt = all.Min(span => span.StartMilliseconds),
            State = TraceState.InProgress,
            Labels = LabelMap.Empty.With(TraceKeys.Location, TraceScope.LocationTag(project, uid).Value),
        };
        trace = trace with { Labels = trace.Labels.With(TraceKeys.SpansLocation, TraceKeys.InStore) };
        if (top is null)
            return trace;
        return trace with
        {
            StartedAt = top.StartMilliseconds,
            Duration = top.Duration,
            State = trace.State is TraceState.InProgress or TraceState.Unspecified
                ? top.IsError ? TraceState.Error : TraceState.Ok
                : trace.State,
            RequestPreview = trace.RequestPreview ?? Preview(top, "mlflow.spanInputs"),
            ResponsePreview = trace.ResponsePreview ?? Preview(top, "mlflow.spanOutputs"),
            Labels = trace.Labels.ContainsKey(TraceKeys.Name) ? trace.Labels : trace.Labels.With(TraceKeys.Name, top.Span.Name),
        };
    }

    private static string? Preview(OtlpSpan span, string attribute)
    {
        const int Longest = 1000;
        return span.Attributes.TryGetValue(attribute, out var text) ? MlflowNames.Cut(text, Longest) : null;
    }

    private static IEnumerable<JsonObject> ReadJson(ReadOnlySpan<byte> body)
    {
        if (JsonNode.Parse(body) is not JsonObject request)
            throw new InvalidDataException("It is no JSON object.");
        return
        [
            .. Objects(request["resourceSpans"])
                .SelectMany(resource => Objects(resource["scopeSpans"]))
                .SelectMany(scope => Objects(scope["spans"])),
        ];
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    private static IResult Refuse(int status, string detail) =>
        Results.Text($$"""{"detail":"{{detail}}"}""", "application/json", statusCode: status);
}
