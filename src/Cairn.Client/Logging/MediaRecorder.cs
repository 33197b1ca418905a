using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cairn.Client.Media;
using Cairn.Client.Spool;

namespace Cairn.Client.Logging;

/// <summary>Turns rich values into records and the files they point at; encoding happens on the recorder's thread.</summary>
/// <param name="enqueue">Takes what is to be written and about how many bytes it holds meanwhile.</param>
/// <param name="warnings">Where values that cannot be logged are told.</param>
/// <param name="clock">The clock that stamps records.</param>
internal sealed class MediaRecorder(Action<long, Action<SpoolBatch>> enqueue, Warnings warnings, TimeProvider clock)
{
    private const long ReadAtOnce = 8 << 20;

    public void LogImages(string key, MediaImage[] images, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        for (var i = 0; i < images.Length; i++)
        {
            var (image, index) = (images[i], i);
            if (image.Problem is { } problem)
            {
                warnings.Report("image:" + key, $"an image of '{key}' is skipped: {problem}");
                continue;
            }

            enqueue(image.Bytes, batch => Record(batch, key, "image", step, time, index, ImageCell(batch, key, image, step, index)));
        }
    }

    public void LogTable(string key, MediaTable table, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        var rows = table.Snapshot();
        enqueue(rows.LongLength * (64 + 16 * table.Columns.Count), batch =>
        {
            var images = 0;
            var cells = new JsonArray();
            foreach (var row in rows)
            {
                var line = new JsonArray();
                foreach (var cell in row)
                    line.Add(Cell(batch, key, cell, step, ref images));
                cells.Add((JsonNode)line);
            }

            Record(batch, key, "table", step, time, 0,
                new JsonObject { ["columns"] = Strings(table.Columns), ["rows"] = cells });
        });
    }

    public void LogHistogram(string key, double[] values, int bins, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        enqueue(values.LongLength * sizeof(double), batch =>
        {
            var (edges, counts) = Histogram.Count(values, Math.Clamp(bins, 1, 1000));
            Record(batch, key, "histogram", step, time, 0, Histogram.ToJson(edges, counts));
        });
    }

    public void LogHistogramCounts(string key, double[] edges, double[] counts, long step)
    {
        if (!Usable(key))
            return;
        if (counts.Length == 0 || edges.Length != counts.Length + 1 || edges.Concat(counts).Any(v => !double.IsFinite(v)))
        {
            warnings.Report("histogram:" + key,
                $"the histogram '{key}' is skipped: it needs n + 1 finite edges and n counts, not {edges.Length} and {counts.Length}");
            return;
        }

        var time = Now();
        enqueue(counts.LongLength * 16, batch =>
            Record(batch, key, "histogram", step, time, 0, Histogram.ToJson(edges, counts)));
    }

    public void LogConfusionMatrix(string key, string[] classes, int[,] matrix, long step)
    {
        if (!Usable(key))
            return;
        if (matrix.GetLength(0) != classes.Length || matrix.GetLength(1) != classes.Length)
        {
            warnings.Report("confusion:" + key, $"the confusion matrix '{key}' is skipped: {classes.Length} classes "
                + $"do not fit {matrix.GetLength(0)} x {matrix.GetLength(1)} counts");
            return;
        }

        var time = Now();
        enqueue(matrix.LongLength * 8, batch =>
        {
            var rows = new JsonArray();
            for (var i = 0; i < classes.Length; i++)
            {
                var row = new JsonArray();
                for (var j = 0; j < classes.Length; j++)
                    row.Add((JsonNode)matrix[i, j]);
                rows.Add((JsonNode)row);
            }

            Record(batch, key, "confusion_matrix", step, time, 0,
                new JsonObject { ["classes"] = Strings(classes), ["matrix"] = rows });
        });
    }

    public void LogPredictions(string key, object[] truth, object[] predicted, string[]? ids, double[]? scores, long step)
    {
        if (!Usable(key))
            return;
        if (truth.Length == 0 || predicted.Length != truth.Length || (ids ?? []).Distinct().Count() != (ids?.Length ?? 0)
            || (ids is not null && ids.Length != truth.Length)
            || (scores is not null && (scores.Length != truth.Length || scores.Any(score => !double.IsFinite(score)))))
        {
            warnings.Report("predictions:" + key, $"the predictions '{key}' are skipped: they need as many true values as predicted "
                + $"ones (not {truth.Length} and {predicted.Length}), unique ids and finite scores for each");
            return;
        }

        var time = Now();
        enqueue(truth.LongLength * 48, batch =>
        {
            var value = new JsonObject();
            if (ids is not null)
                value["ids"] = Strings(ids);
            if (!TryValues(truth, out var trues) || !TryValues(predicted, out var guesses))
                return;
            value["true"] = trues;
            value["predicted"] = guesses;
            if (scores is not null)
                value["scores"] = new JsonArray([.. scores.Select(score => (JsonNode?)score)]);
            Record(batch, key, "predictions", step, time, 0, value);
        });

        bool TryValues(object[] values, out JsonArray array)
        {
            array = [];
            foreach (var value in values)
            {
                if (!JsonValues.TryConvert(value, $"a prediction of '{key}'", warnings, out var node) || node is null)
                    return false;
                array.Add(node);
            }

            return true;
        }
    }

    public void LogText(string key, string text, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        enqueue(text.Length * 2, batch =>
            Record(batch, key, "text", step, time, 0, new JsonObject { ["text"] = text }));
    }

    public void LogMedia(
        string key, string type, byte[] content, string extension, string? caption, int? sampleRate, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        enqueue(content.LongLength, batch =>
        {
            var value = new JsonObject
            {
                ["file"] = MediaFile(batch, type, key, step, 0, content, extension.StartsWith('.') ? extension : "." + extension),
            };
            if (caption is not null)
                value["caption"] = caption;
            if (sampleRate is not null)
                value["sampleRate"] = sampleRate;
            Record(batch, key, type, step, time, 0, value);
        });
    }

    public void LogFile(string path, string name, bool copy)
    {
        if (Readable(path, copy, FilePaths.Clean(name), out var size) is { } write)
            enqueue(size, write);
    }

    public void LogFileBytes(string name, byte[] content)
    {
        var clean = FilePaths.Clean(name);
        enqueue(content.LongLength, batch => batch.File(clean, content));
    }

    public void LogFileRecord(string key, string path, long step)
    {
        if (!Usable(key))
            return;
        var time = Now();
        var name = $"media/file/{FilePaths.Clean(key)}/{step.ToString(CultureInfo.InvariantCulture)}-{FilePaths.Clean(Path.GetFileName(path))}";
        if (Readable(path, copy: true, name, out var size) is { } write)
        {
            enqueue(size, batch =>
            {
                write(batch);
                Record(batch, key, "file", step, time, 0, new JsonObject { ["file"] = name });
            });
        }
    }

    private Action<SpoolBatch>? Readable(string path, bool copy, string name, out long size)
    {
        size = 256;
        try
        {
            var full = Path.GetFullPath(path);
            var length = new FileInfo(full).Length;
            if (!copy || length > ReadAtOnce)
                return batch => batch.File(name, full, copy);
            var content = File.ReadAllBytes(full);
            size = content.LongLength;
            return batch => batch.File(name, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            warnings.Report("file:" + path, $"the file '{path}' cannot be read and is skipped: {e.Message}");
            return null;
        }
    }

    private JsonNode? Cell(SpoolBatch batch, string key, object? cell, long step, ref int images)
    {
        if (cell is not MediaImage image)
            return JsonValues.TryConvert(cell, $"a cell of table '{key}'", warnings, out var node) ? node : null;
        if (image.Problem is { } problem)
        {
            warnings.Report("image:" + key, $"an image of '{key}' is skipped: {problem}");
            return null;
        }

        var value = ImageCell(batch, key, image, step, images++);
        value["type"] = "image";
        return value;
    }

    private static JsonObject ImageCell(SpoolBatch batch, string key, MediaImage image, long step, int index)
    {
        var extension = image.Format == "jpeg" ? ".jpg" : "." + image.Format;
        var value = new JsonObject
        {
            ["file"] = MediaFile(batch, "image", key, step, index, image.Encode(), extension),
            ["width"] = image.Width,
            ["height"] = image.Height,
            ["format"] = image.Format,
        };
        if (image.Caption is not null)
            value["caption"] = image.Caption;
        return value;
    }

    /// <summary>Keeps a media file under a name that its content makes unique, so that equal keys cannot collide.</summary>
    private static string MediaFile(
        SpoolBatch batch, string type, string key, long step, int index, byte[] content, string extension)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
        var path = string.Create(CultureInfo.InvariantCulture,
            $"media/{type}/{FilePaths.Clean(key)}/{step}-{index}-{hash}{extension}");
        batch.File(path, content);
        return path;
    }

    private static void Record(
        SpoolBatch batch, string key, string type, long step, long time, int index, JsonObject value) => batch.Line(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("step"u8, step);
        json.WriteNumber("time"u8, time);
        json.WriteStartObject("record"u8);
        json.WriteString("key"u8, key);
        json.WriteString("type"u8, type);
        json.WriteNumber("index"u8, index);
        json.WritePropertyName("value"u8);
        value.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private bool Usable(string key)
    {
        if (MetricLines.KeyProblem(key) is not { } problem)
            return true;
        warnings.Report("key:" + problem, $"{problem} was logged; its values are skipped");
        return false;
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
