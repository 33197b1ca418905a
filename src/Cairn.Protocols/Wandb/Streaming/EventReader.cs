using System.Text.Json;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Reads rows of hardware figures: <c>system.gpu.0.temp</c> becomes the series <c>system/gpu.0.temp</c>.</summary>
internal sealed class EventReader(Run run, SeriesBatchBuilder points)
{
    private const string Prefix = "system.";

    public LineRange Lines { get; } = new();

    /// <exception cref="JsonException">The line is not a JSON object.</exception>
    public void Read(long line, ReadOnlySpan<byte> text)
    {
        Lines.Note(line);
        var row = LooseJson.Parse(text);
        if (row.ValueKind != JsonValueKind.Object)
            throw new JsonException($"Line {line} of the events is not a JSON object.");
        var time = Seconds(row, "_timestamp") is { } timestamp
            ? (long)Math.Round(timestamp * 1000)
            : run.StartedAt + (long)((Seconds(row, "_runtime") ?? 0) * 1000);

        // Events have no step: their place in the stream is one, the same when they are sent again.
        points.BeginRow(line, time);
        foreach (var figure in row.EnumerateObject())
        {
            if (figure.Name.StartsWith('_') || Value(figure.Value) is not { } value)
                continue;
            var name = figure.Name.StartsWith(Prefix, StringComparison.Ordinal) ? figure.Name[Prefix.Length..] : figure.Name;
            points.Add("system/" + name, value);
        }

        points.EndRow();
        if (line + 1 == Lines.End)
            Lines.SetTail(text, "{}");
    }

    private static double? Seconds(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static double? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.ValueEquals("NaN") => double.NaN,
        JsonValueKind.String when value.ValueEquals("Infinity") => double.PositiveInfinity,
        JsonValueKind.String when value.ValueEquals("-Infinity") => double.NegativeInfinity,
        _ => null,
    };
}
