namespace Cairn.Protocols.Native;

/// <summary>A line of a log request is not what the wire allows; nothing of the request is kept.</summary>
internal sealed class LogLineException(int line, string field, string detail, string? remedy = null) : Exception(detail)
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    public string Field { get; } = field;

    public string? Remedy { get; } = remedy;
}
