using System.Buffers;
using System.Text;
using System.Text.Json;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>
/// Reads rows of history straight into columns: numbers become points, nested ones under their dotted path, and every
/// other value a record. Nothing is allocated for a number whose key was met before.
/// </summary>
internal sealed class HistoryReader(Run run, SeriesBatchBuilder points, LinePlaces places)
{
    private const int DepthLimit = 32;
    private const int KeyLimit = ushort.MaxValue;
    private readonly List<(int Start, int Length, bool Composed, double Value)> _numbers = [];
    private readonly List<(string Key, JsonElement Value)> _values = [];
    private readonly ArrayBufferWriter<byte> _keys = new(256);
    private readonly ArrayBufferWriter<byte> _strict = new(256);
    private bool _quoted;
    private long? _step;
    private double? _timestamp;
    private double? _runtime;

    public LineRange Lines { get; } = new();

    public List<RecordEntry> Records { get; } = [];

    public long LastStep { get; private set; } = long.MinValue;

    /// <summary>Unix milliseconds at which the run began, as its rows tell; null when they don't.</summary>
    public long? Start { get; private set; }

    /// <exception cref="JsonException">The line is not a JSON object.</exception>
    public void Read(long line, ReadOnlySpan<byte> text)
    {
        Lines.Note(line);
        var row = text;
        _quoted = !LooseJson.IsStrict(text);
        if (_quoted)
        {
            _strict.ResetWrittenCount();
            LooseJson.MakeStrict(text, _strict);
            row = _strict.WrittenSpan;
        }

        _numbers.Clear();
        _values.Clear();
        _keys.ResetWrittenCount();
        (_step, _timestamp, _runtime) = (null, null, null);
        var json = new Utf8JsonReader(row);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"Line {line} of the history is not a JSON object.");
        ReadFields(ref json, row, "", 0);
        Keep(line, row, text);
    }

    private void Keep(long line, ReadOnlySpan<byte> row, ReadOnlySpan<byte> text)
    {
        // Without a step the row's place in the stream is one: it is the same when the row is sent again.
        var step = _step ?? places.Of(line);
        var time = Milliseconds(_timestamp) ?? run.StartedAt + (Milliseconds(_runtime) ?? 0);
        LastStep = Math.Max(LastStep, step);
        if (_timestamp is not null && Milliseconds(_runtime) is { } sinceStart)
            Start = Math.Min(Start ?? long.MaxValue, time - sinceStart);
        points.BeginRow(step, time);
        foreach (var (start, length, composed, value) in _numbers)
        {
            if (length is 0 or > KeyLimit)
                throw new JsonException($"Line {line} of the history has a key of {length} bytes; a key has 1 to {KeyLimit}.");
            points.Add((composed ? _keys.WrittenSpan : row).Slice(start, length), value);
        }

        points.EndRow();
        foreach (var (key, value) in _values)
            Records.AddRange(MediaRecords.From(key, step, time, value));
        if (line + 1 == Lines.End)
            Lines.SetTail(text, $"{{\"_step\":{step}}}");
    }

    private void ReadFields(ref Utf8JsonReader json, ReadOnlySpan<byte> row, string prefix, int depth)
    {
        if (depth > DepthLimit)
            throw new JsonException($"A history value is nested more than {DepthLimit} deep.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (depth == 0 && !json.ValueIsEscaped && json.ValueSpan is [(byte)'_', ..] && ReadOwn(ref json))
                continue;
            var start = (int)json.TokenStartIndex + 1;
            var length = json.ValueSpan.Length;
            var composed = json.ValueIsEscaped || prefix.Length > 0 ? prefix + json.GetString() : null;
            json.Read();
            switch (json.TokenType)
            {
                case JsonTokenType.Number:
                    Add(composed, start, length, json.GetDouble());
                    break;
                case JsonTokenType.String when _quoted && !json.ValueIsEscaped && LooseJson.Number(json.ValueSpan) is { } number:
                    Add(composed, start, length, number);
                    break;
                case JsonTokenType.StartObject when !IsMedia(json):
                    ReadFields(ref json, row, (composed ?? Encoding.UTF8.GetString(row.Slice(start, length))) + ".", depth + 1);
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    _values.Add((composed ?? Encoding.UTF8.GetString(row.Slice(start, length)), JsonElement.ParseValue(ref json)));
                    break;
            }
        }
    }

    // The client's own fields; anything else that begins with an underscore is a value like others.
    private bool ReadOwn(ref Utf8JsonReader json)
    {
        var isStep = json.ValueTextEquals("_step"u8);
        if (!isStep && !json.ValueTextEquals("_timestamp"u8))
        {
            if (json.ValueTextEquals("_runtime"u8))
            {
                var ahead = json;
                ahead.Read();
                _runtime = ahead.TokenType == JsonTokenType.Number ? ahead.GetDouble() : null;
            }

            return false;
        }

        json.Read();
        if (json.TokenType == JsonTokenType.Number)
        {
            if (isStep)
                _step = json.TryGetInt64(out var whole) ? whole : (long)json.GetDouble();
            else
                _timestamp = json.GetDouble();
        }
        else
        {
            json.Skip();
        }

        return true;
    }

    private void Add(string? composed, int start, int length, double value)
    {
        if (composed is not null)
        {
            start = _keys.WrittenCount;
            Encoding.UTF8.GetBytes(composed, _keys);
            length = _keys.WrittenCount - start;
        }

        _numbers.Add((start, length, composed is not null, value));
    }

    // A dictionary with a type is one value, such as an image; any other holds values of its own.
    private static bool IsMedia(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("_type"u8))
                return true;
            json.Read();
            json.Skip();
        }

        return false;
    }

    private static long? Milliseconds(double? seconds) =>
        seconds is { } known && double.IsFinite(known) ? (long)Math.Round(known * 1000) : null;
}
