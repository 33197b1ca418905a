using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Core.Consoles;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Reads console lines: as JSON objects, or as text after a time and, for errors, the word ERROR.</summary>
internal sealed class ConsoleReader(LinePlaces places, long now)
{
    private const string ErrorMark = "ERROR ";

    public LineRange Lines { get; } = new();

    public List<ConsoleLine> Entries { get; } = [];

    public void Read(long line, ReadOnlySpan<byte> text)
    {
        Lines.Note(line);
        Entries.Add((Structured(text) ?? Plain(Encoding.UTF8.GetString(text))) with { Line = places.Of(line) });
    }

    private ConsoleLine? Structured(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("{\""u8))
            return null;
        try
        {
            var json = LooseJson.Parse(text);
            if (Text(json, "content") is not { } content)
                return null;
            return new ConsoleLine(
                0,
                Time(Text(json, "ts")) ?? now,
                Text(json, "level") == "error" ? "stderr" : "stdout",
                Labelled(Text(json, "label"), content));
        }
        catch (JsonException)
        {
            // A program may print what only begins like JSON.
            return null;
        }
    }

    private ConsoleLine Plain(string text)
    {
        text = text.TrimEnd('\n', '\r');
        var stream = "stdout";
        var rest = text;
        if (rest.StartsWith(ErrorMark, StringComparison.Ordinal))
        {
            stream = "stderr";
            rest = rest[ErrorMark.Length..];
        }

        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        return Time(space < 0 ? rest : rest[..space]) is { } time
            ? new ConsoleLine(0, time, stream, space < 0 ? "" : rest[(space + 1)..])
            : new ConsoleLine(0, now, "stdout", text);
    }

    private static string Labelled(string? label, string content) =>
        string.IsNullOrEmpty(label) ? content.TrimEnd('\n', '\r') : $"[{label}] {content.TrimEnd('\n', '\r')}";

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Only what looks like a time of the client's: a line of output may begin with a number.
    private static long? Time(string? text) =>
        text is { Length: >= 19 } && text[4] == '-' && text[10] == 'T'
        && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;
}
