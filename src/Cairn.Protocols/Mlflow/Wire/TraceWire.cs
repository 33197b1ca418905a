using System.Text.Json;

namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record TraceInfoV2Wire(
    string RequestId,
    string ExperimentId,
    long TimestampMs,
    long? ExecutionTimeMs,
    string Status,
    IReadOnlyList<PairWire>? RequestMetadata,
    IReadOnlyList<PairWire>? Tags);

internal sealed record TraceInfoWire(
    string TraceId,
    string? ClientRequestId,
    TraceLocationWire TraceLocation,
    string? RequestPreview,
    string? ResponsePreview,
    string RequestTime,
    string? ExecutionDuration,
    string State,
    IReadOnlyDictionary<string, string>? TraceMetadata,
    IReadOnlyList<JsonElement>? Assessments,
    IReadOnlyDictionary<string, string>? Tags);

internal sealed record TraceLocationWire(string Type, ExperimentIdWire MlflowExperiment);

internal sealed record TraceWire(TraceInfoWire TraceInfo, IReadOnlyList<JsonElement>? Spans);

internal sealed record TraceInfoV2Answer(TraceInfoV2Wire TraceInfo);

internal sealed record TraceInfosV2Answer(IReadOnlyList<TraceInfoV2Wire>? Traces, string? NextPageToken);

internal sealed record TraceAnswer(TraceWire Trace);

internal sealed record TracesAnswer(IReadOnlyList<TraceWire>? Traces);

internal sealed record TraceInfosAnswer(IReadOnlyList<TraceInfoWire>? Traces, string? NextPageToken);

internal sealed record TraceInfoListAnswer(IReadOnlyList<TraceInfoWire>? TraceInfos);

internal sealed record TracesDeletedAnswer(int TracesDeleted);

internal sealed record AssessmentAnswer(JsonElement Assessment);
