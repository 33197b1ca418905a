namespace Cairn.Core.Traces;

/// <summary>How a trace has ended.</summary>
public enum TraceState
{
    Unspecified = 0,
    Ok = 1,
    Error = 2,
    InProgress = 3,
}
