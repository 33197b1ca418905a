namespace Cairn.Core.Runs.Querying;

/// <summary>The type of a cell of the runs table.</summary>
public enum RunValueKind : byte
{
    /// <summary>The run has no such value, or null.</summary>
    Missing,
    Bool,

    /// <summary>A float64.</summary>
    Number,

    /// <summary>An int64: ids, times, durations.</summary>
    Integer,
    Text,

    /// <summary>A JSON array; kept as its text.</summary>
    List,

    /// <summary>A JSON object; kept as its text.</summary>
    Object,
}
