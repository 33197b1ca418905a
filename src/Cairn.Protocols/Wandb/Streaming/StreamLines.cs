using System.Text.Json;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Where the lines of a file_stream request go.</summary>
internal sealed class StreamLines(HistoryReader history, EventReader events, ConsoleReader console)
{
    public HistoryReader History { get; } = history;

    public EventReader Events { get; } = events;

    public ConsoleReader Console { get; } = console;

    /// <summary>The newest summary of the request, whole; null when it has none.</summary>
    public JsonElement? Summary { get; private set; }

    /// <exception cref="JsonException">The line is not a JSON object.</exception>
    public void ReadSummary(ReadOnlySpan<byte> line)
    {
        var summary = LooseJson.Parse(line);
        Summary = summary.ValueKind == JsonValueKind.Object
            ? summary
            : throw new JsonException("The summary has to be a JSON object.");
    }
}
