using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cairn.Core;
using Cairn.Core.Consoles;
using Cairn.Core.Logging;
using Cairn.Core.Records;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Native;

/// <summary>
/// Reads the JSON lines of a log request straight from the pipe into columns. It checks every line before anything is
/// kept, and allocates nothing for a point whose key it has met.
/// </summary>
internal sealed class LogReader
{
    /// <summary>Most bytes of one request, after decompression.</summary>
    public const int BodyLimit = 32 * 1024 * 1024;

    private const int KeyLimit = 500;

    private readonly SeriesBatchBuilder _points;
    private readonly List<RecordEntry> _records = [];
    private readonly List<ConsoleLine> _console = [];
    private JsonElement? _config;
    private JsonElement? _summary;
    private JsonElement? _environment;
    private long _lastStep = long.MinValue;
    private int _line;
    private long _searched;

    /// <summary>A reader for a request of a run, which gathers points in <paramref name="points"/>.</summary>
    public LogReader(long run, SeriesBatchBuilder points)
    {
        points.Reset(run);
        _points = points;
    }

    /// <exception cref="LogLineException">A line is not what the wire allows.</exception>
    /// <exception cref="LogTooLargeException">There are more than <see cref="BodyLimit"/> bytes.</exception>
    public async Task<LogBatch> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        long total = 0;
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var before = buffer.Length;
            try
            {
                ReadLines(ref buffer, result.IsCompleted);
                total += before - buffer.Length;
                if (total + buffer.Length > BodyLimit)
                    throw new LogTooLargeException();
            }
            finally
            {
                // Also when a line is refused: the connection can only go on from a reader that has advanced.
                body.AdvanceTo(buffer.Start, buffer.End);
            }

            if (result.IsCompleted)
                break;
        }

        return new LogBatch
        {
            Points = _points.Points == 0 ? null : _points.Build(),
            LastStep = _lastStep,
            Records = _records,
            Console = _console,
            Config = _config,
            Summary = _summary,
            Environment = _environment,
        };
    }

    private void ReadLines(ref ReadOnlySequence<byte> buffer, bool last)
    {
        // What was searched in vain for an end of line is not searched again: a line may come in thousands of pieces.
        while (buffer.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            ReadLine(buffer.Slice(0, end));
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            _searched = 0;
        }

        _searched = buffer.Length;

        if (last && !buffer.IsEmpty)
        {
            ReadLine(buffer);
            buffer = buffer.Slice(buffer.End);
        }
    }

    private void ReadLine(ReadOnlySequence<byte> line)
    {
        _line++;
        if (line.IsSingleSegment)
        {
            ReadLine(line.FirstSpan);
            return;
        }

        var length = checked((int)line.Length);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        line.CopyTo(copy);
        try
        {
            ReadLine(copy.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (PlainLine.TryRead(line, KeyLimit, _points, out var step))
        {
            _lastStep = Math.Max(_lastStep, step);
            return;
        }

        if (line.TrimStart(" \t\r"u8).IsEmpty)
            return;
        if (!Utf8.IsValid(line))
            throw Bad("body", "is not valid UTF-8");
        try
        {
            var json = new Utf8JsonReader(line);
            ReadEntry(ref json);
        }
        catch (JsonException exception)
        {
            throw new LogLineException(
                _line, "body", $"Line {_line} is not one whole JSON object (byte {exception.BytePositionInLine}).");
        }
    }

    private void ReadEntry(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw Bad("body", "is not a JSON object");
        long? step = null;
        long? time = null;
        var metrics = default(Utf8JsonReader);
        var metricsWait = false;
        JsonElement? record = null;
        JsonElement? console = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("step"u8))
                step = ReadInteger(ref json, "step", step);
            else if (json.ValueTextEquals("time"u8))
                time = ReadInteger(ref json, "time", time);
            else if (json.ValueTextEquals("metrics"u8))
            {
                json.Read();
                if (step is { } s && time is { } t)
                {
                    ReadMetrics(ref json, s, t);
                }
                else
                {
                    // The order of fields is free: come back once the step and time are known.
                    metrics = json;
                    metricsWait = true;
                    json.Skip();
                }
            }
            else if (json.ValueTextEquals("record"u8))
                record = ReadObject(ref json, "record");
            else if (json.ValueTextEquals("console"u8))
                console = ReadObject(ref json, "console");
            else if (json.ValueTextEquals("config"u8))
                _config = Merge(_config, ReadObject(ref json, "config"));
            else if (json.ValueTextEquals("summary"u8))
                _summary = Merge(_summary, ReadObject(ref json, "summary"));
            else if (json.ValueTextEquals("environment"u8))
                _environment = Merge(_environment, ReadObject(ref json, "environment"));
            else if (json.ValueTextEquals("heartbeat"u8))
                ReadInteger(ref json, "heartbeat", null);
            else
                throw Bad(json.GetString()!, "is no field of a log line", "See docs/native-api.md, section Logging.");
        }

        if (json.Read())
            throw Bad("body", "goes on after its JSON object");
        if (metricsWait)
            ReadMetrics(ref metrics, Needed(step, "step"), Needed(time, "time"));
        if (record is { } value)
            _records.Add(ToRecord(value, Needed(step, "step"), Needed(time, "time")));
        if (console is { } text)
            _console.Add(ToConsoleLine(text, Needed(time, "time")));
    }

    private void ReadMetrics(ref Utf8JsonReader json, long step, long time)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw Bad("metrics", "is not a JSON object");
        _lastStep = Math.Max(_lastStep, step);
        _points.BeginRow(step, time);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueIsEscaped)
            {
                var key = json.GetString()!;
                CheckKey(Encoding.UTF8.GetBytes(key));
                json.Read();
                _points.Add(key, ReadNumber(ref json, key));
                continue;
            }

            var span = json.ValueSpan;
            CheckKey(span);
            json.Read();
            var number = json.TokenType == JsonTokenType.Number
                ? json.GetDouble()
                : ReadNumber(ref json, Encoding.UTF8.GetString(span));
            _points.Add(span, number);
        }

        _points.EndRow();
    }

    private double ReadNumber(ref Utf8JsonReader json, string key) => json.TokenType switch
    {
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.String when json.ValueTextEquals("NaN"u8) => double.NaN,
        JsonTokenType.String when json.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when json.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => throw Bad(
            $"metrics.{key}",
            "is not a number",
            "A metric is a JSON number or \"NaN\", \"Infinity\", \"-Infinity\"; log other values as a record."),
    };

    private void CheckKey(ReadOnlySpan<byte> key)
    {
        // Bytes bound characters from above; only a long key has its characters counted.
        if (key.IsEmpty || (key.Length > KeyLimit && Encoding.UTF8.GetCharCount(key) > KeyLimit))
            throw Bad("metrics", $"has a key of {key.Length} bytes; a key has 1 to {KeyLimit} characters");
        if (key.IndexOfAnyInRange((byte)0, (byte)31) >= 0 || key.Contains((byte)127))
            throw Bad("metrics", "has a key with a control character");
    }

    private long ReadInteger(ref Utf8JsonReader json, string field, long? known)
    {
        if (known is not null)
            throw Bad(field, "is given twice");
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value)
            ? value
            : throw Bad(field, "is not a whole number of 64 bits");
    }

    private JsonElement ReadObject(ref Utf8JsonReader json, string field)
    {
        json.Read();
        return json.TokenType == JsonTokenType.StartObject
            ? JsonElement.ParseValue(ref json)
            : throw Bad(field, "is not a JSON object");
    }

    private RecordEntry ToRecord(JsonElement record, long step, long time)
    {
        var key = Text(record, "record", "key");
        CheckKey(Encoding.UTF8.GetBytes(key));
        var index = 0;
        if (record.TryGetProperty("index", out var given)
            && !(given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out index) && index >= 0))
        {
            throw Bad("record.index", "is not a whole number from 0");
        }

        if (!record.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Object)
            throw Bad("record.value", "is not a JSON object");
        return new RecordEntry(key, Text(record, "record", "type"), step, time, index, value);
    }

    private ConsoleLine ToConsoleLine(JsonElement console, long time)
    {
        if (!console.TryGetProperty("line", out var number)
            || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt64(out var line)
            || line is < 0 or > 1L << 40)
        {
            throw Bad("console.line", "is not a whole number from 0 to 2^40");
        }

        var stream = console.TryGetProperty("stream", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()!
            : "stdout";
        if (stream is not ("stdout" or "stderr"))
            throw Bad("console.stream", "is neither \"stdout\" nor \"stderr\"");
        return new ConsoleLine(line, time, stream, Text(console, "console", "text"));
    }

    private string Text(JsonElement parent, string field, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Bad($"{field}.{name}", "is not a string");

    private long Needed(long? value, string field) => value ?? throw Bad(field, "is missing");

    private static JsonElement Merge(JsonElement? known, JsonElement change) =>
        known is { } earlier ? JsonObjects.MergeChanges(earlier, change) : change;

    private LogLineException Bad(string field, string problem, string? remedy = null) =>
        new(_line, field, $"Line {_line}: '{field}' {problem}.", remedy);
}
