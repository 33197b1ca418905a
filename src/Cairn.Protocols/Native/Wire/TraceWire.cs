using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Native.Wire;

internal sealed record AssessmentWire(
    string Id, string Name, string Kind, JsonElement? Value, string? Rationale, string? SourceType, string? Source,
    string? Error, bool Valid, string? Span);

internal sealed record TraceInfoWire(
    string Uid, string Name, [property: AllowedValues("ok", "error", "running", "unknown")] string State, long StartedAt,
    long? Duration, string? Request, string? Response, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Metadata, long Spans, IReadOnlyList<AssessmentWire> Assessments, ModelRunWire? Run)
{
    public static string StateText(TraceState state) => state switch
    {
        TraceState.Ok => "ok",
        TraceState.Error => "error",
        TraceState.InProgress => "running",
        _ => "unknown",
    };
}

internal sealed record TracesWire(IReadOnlyList<TraceInfoWire> Traces, long Total, long Failed, string? Cursor);

internal sealed record SpanEventWire(string Name, double Offset, IReadOnlyDictionary<string, JsonElement> Attributes);

/// <summary>A step of a trace; its offset from the start of the first step and its duration are milliseconds.</summary>
internal sealed record SpanWire(
    string Id, string? Parent, string Name, string? Type, double Offset, double Duration,
    [property: AllowedValues("ok", "error", "unset")] string State, string? Message, JsonElement? Inputs,
    JsonElement? Outputs, IReadOnlyDictionary<string, JsonElement> Attributes, IReadOnlyList<SpanEventWire> Events);

internal sealed record TraceWire(TraceInfoWire Trace, IReadOnlyList<SpanWire> Spans);
