namespace Cairn.Core.Traces;

/// <summary>One step of a trace.</summary>
/// <param name="Trace">Uid of the trace.</param>
/// <param name="SpanId">16 hexadecimal digits, unique in the trace.</param>
/// <param name="Parent">The step within which it ran; null at the top.</param>
/// <param name="Name">What it did.</param>
/// <param name="Start">Unix nanoseconds.</param>
/// <param name="End">Unix nanoseconds.</param>
/// <param name="Body">The whole span as OTLP's JSON.</param>
public sealed record TraceSpan(
    string Trace, string SpanId, string? Parent, string Name, long Start, long End, string Body);
