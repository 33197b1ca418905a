using System.Text.Json;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>The words for how a trace has ended, in both versions of the protocol.</summary>
internal static class TraceStates
{
    /// <summary>The state that a field names, by word or number; null when it is not there.</summary>
    public static TraceState? Read(MlflowFields fields, string name)
    {
        if (fields.Raw(name) is not { } raw)
            return null;
        return (raw.ValueKind == JsonValueKind.String ? fields.Text(name) : raw.GetRawText()) switch
        {
            "OK" or "1" => TraceState.Ok,
            "ERROR" or "2" => TraceState.Error,
            "IN_PROGRESS" or "3" => TraceState.InProgress,
            "TRACE_STATUS_UNSPECIFIED" or "STATE_UNSPECIFIED" or "UNSPECIFIED" or "0" or "" => TraceState.Unspecified,
            _ => throw fields.Bad(name, "it has to be OK, ERROR, IN_PROGRESS or STATE_UNSPECIFIED."),
        };
    }

    /// <summary>The word of version 3.</summary>
    public static string Word(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "IN_PROGRESS",
        _ => "STATE_UNSPECIFIED",
    };

    /// <summary>The word of version 2.</summary>
    public static string WordV2(TraceState state) => state == TraceState.Unspecified ? "TRACE_STATUS_UNSPECIFIED" : Word(state);
}
