using System.Buffers;
using System.Text.Json;
using Cairn.Core.Records;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>
/// Turns the values of W&amp;B's history that are no numbers into records: each media type into the one that every
/// protocol has, with what the client sent beside it so that its own API gives it back unchanged.
/// </summary>
internal static class MediaRecords
{
    /// <summary>The member of a record's value that holds what the client sent.</summary>
    public const string Original = "wandb";

    /// <summary>The records of one value of a row; a list of images is as many records.</summary>
    public static IEnumerable<RecordEntry> From(string key, long step, long time, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return [Entry("text", 0, json => json.WriteString("text", value.GetString()))];
        if (value.ValueKind != JsonValueKind.Object || Text(value, "_type") is not { } type)
            return [Entry("json", 0, json => Copy(json, "json", value))];
        return type switch
        {
            "image-file" => [File("image", ["width", "height", "format", "caption", "masks", "boxes", "classes"])],
            "images/separated" => Several("image", "filenames", ["width", "height", "format"]),
            "audio-file" => [File("audio", ["caption"])],
            "audio" => Nested("audio", "audio"),
            "video-file" => [File("video", ["width", "height", "caption"])],
            "videos" => Nested("video", "videos"),
            "html-file" => [File("html", [])],
            "html" => Nested("html", "html"),
            "table-file" or "incremental-table-file" => [File("table", ["ncols", "nrows", "log_mode"])],
            "object3D-file" => [File("object3d", ["caption"])],
            "object3D" => Several("object3d", "filenames", []),
            "molecule-file" => [File("molecule", ["caption"])],
            "molecule" => Several("molecule", "filenames", []),
            "plotly-file" => [File("plotly", [])],
            "bokeh-file" => [File("bokeh", [])],
            "graph-file" => [File("graph", [])],
            "histogram" => [Histogram()],
            _ => [Entry(type, 0, _ => { }, value)],
        };

        RecordEntry File(string recordType, string[] fields) => Entry(
            recordType,
            0,
            json =>
            {
                if (Text(value, "path") is { } path)
                    json.WriteString("file", path);
                foreach (var field in fields)
                    CopyField(json, value, field);
            },
            value);

        // A list whose parts are named by parallel arrays.
        IEnumerable<RecordEntry> Several(string recordType, string names, string[] shared)
        {
            var files = Items(value, names);
            var captions = Items(value, "captions");
            var masks = Items(value, "all_masks");
            var boxes = Items(value, "all_boxes");
            if (files.Count == 0)
                return [Entry(recordType, 0, _ => { }, value)];
            return files.Select((file, i) => Entry(
                recordType,
                i,
                json =>
                {
                    if (file.ValueKind == JsonValueKind.String)
                        json.WriteString("file", file.GetString());
                    foreach (var field in shared)
                        CopyField(json, value, field);
                    CopyItem(json, "caption", captions, i);
                    CopyItem(json, "masks", masks, i);
                    CopyItem(json, "boxes", boxes, i);
                },
                i == 0 ? value : null));
        }

        // A list whose parts are media values of their own.
        IEnumerable<RecordEntry> Nested(string recordType, string parts)
        {
            var items = Items(value, parts);
            var captions = Items(value, "captions");
            if (items.Count == 0)
                return [Entry(recordType, 0, _ => { }, value)];
            return items.Select((item, i) => Entry(
                recordType,
                i,
                json =>
                {
                    if (Text(item, "path") is { } path)
                        json.WriteString("file", path);
                    CopyItem(json, "caption", captions, i);
                },
                i == 0 ? value : null));
        }

        RecordEntry Histogram() => Entry(
            "histogram",
            0,
            json =>
            {
                Copy(json, "counts", value.TryGetProperty("values", out var counts) ? counts : default);
                if (value.TryGetProperty("bins", out var bins))
                    Copy(json, "edges", bins);
                else if (value.TryGetProperty("packedBins", out var packed))
                    WriteEdges(json, packed);
            },
            value);

        RecordEntry Entry(string recordType, int index, Action<Utf8JsonWriter> write, JsonElement? original = null)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                write(json);
                if (original is { } sent)
                    Copy(json, Original, sent);
                json.WriteEndObject();
            }

            return new RecordEntry(key, recordType, step, time, index, JsonElement.Parse(buffer.WrittenSpan));
        }
    }

    // Equal bins, named by where the first begins and how wide each is.
    private static void WriteEdges(Utf8JsonWriter json, JsonElement packed)
    {
        if (Number(packed, "min") is not { } min || Number(packed, "size") is not { } size || Number(packed, "count") is not { } count)
            return;
        json.WriteStartArray("edges");
        for (var i = 0; i <= Math.Min(count, 100_000); i++)
            json.WriteNumberValue(min + (i * size));
        json.WriteEndArray();
    }

    private static void CopyField(Utf8JsonWriter json, JsonElement value, string field)
    {
        if (value.TryGetProperty(field, out var known) && known.ValueKind != JsonValueKind.Null)
            Copy(json, field, known);
    }

    private static void CopyItem(Utf8JsonWriter json, string field, IReadOnlyList<JsonElement> items, int index)
    {
        if (index < items.Count && items[index].ValueKind != JsonValueKind.Null)
            Copy(json, field, items[index]);
    }

    private static void Copy(Utf8JsonWriter json, string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            return;
        json.WritePropertyName(field);
        value.WriteTo(json);
    }

    private static IReadOnlyList<JsonElement> Items(JsonElement value, string field) =>
        value.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];

    private static string? Text(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(field, out var text)
        && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static double? Number(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(field, out var number)
        && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
}
