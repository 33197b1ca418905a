using System.Text;
using Cairn.Core.Streams;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Which lines of a stream a request has, and the last of them.</summary>
internal sealed class LineRange
{
    // A longer line is not worth keeping only to be told its step.
    private const int TailLimit = 256 * 1024;
    private string? _tail;

    public long First { get; private set; } = long.MaxValue;

    public long End { get; private set; }

    public bool IsEmpty => End == 0;

    public void Note(long line)
    {
        First = Math.Min(First, line);
        End = Math.Max(End, line + 1);
    }

    /// <summary>Notes the request's last line; <paramref name="brief"/> stands for it when it is very long.</summary>
    public void SetTail(ReadOnlySpan<byte> line, string brief) =>
        _tail = line.Length <= TailLimit ? Encoding.UTF8.GetString(line) : brief;

    public StreamEnd ToEnd(string name, string writer) => new(name, writer, End, _tail ?? "{}");
}
