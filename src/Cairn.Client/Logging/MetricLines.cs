using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Client.Spool;

namespace Cairn.Client.Logging;

/// <summary>
/// Writes points as metric lines: neighbours with the same step and time share a line unless a key would repeat in it.
/// Keys are checked here, off the program's threads, and each bad one is reported once.
/// </summary>
internal sealed class MetricLines(Warnings warnings)
{
    public const int LongestKey = 500;
    private const int MostPerLine = 1000;
    private const int MostKeys = 20_000;

    private readonly Dictionary<string, Key> _keys = [];
    private long _line;

    public void Write(ReadOnlySpan<MetricPoint> points, SpoolBatch batch)
    {
        Utf8JsonWriter? json = null;
        long step = 0, time = 0;
        var count = 0;
        foreach (ref readonly var point in points)
        {
            if (Find(point.Key) is not { } key)
                continue;
            if (json is null || step != point.Step || time != point.Time || key.Line == _line || count == MostPerLine)
            {
                End(json, batch);
                json = batch.BeginLine();
                step = point.Step;
                time = point.Time;
                count = 0;
                _line++;
                json.WriteStartObject();
                json.WriteNumber("step"u8, step);
                json.WriteNumber("time"u8, time);
                json.WriteStartObject("metrics"u8);
            }

            key.Line = _line;
            count++;
            json.WritePropertyName(key.Text);
            var value = point.Value;
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }

        End(json, batch);
    }

    /// <summary>Why the server would refuse a key, or null.</summary>
    public static string? KeyProblem(string? key) => key switch
    {
        null or "" => "an empty key",
        { Length: > LongestKey } => $"a key of {key.Length} characters (at most {LongestKey})",
        _ when key.Any(char.IsControl) => "a key with control characters",
        _ => null,
    };

    private static void End(Utf8JsonWriter? json, SpoolBatch batch)
    {
        if (json is null)
            return;
        json.WriteEndObject();
        json.WriteEndObject();
        batch.EndLine();
    }

    private Key? Find(string? name)
    {
        if (name is not null && _keys.TryGetValue(name, out var key))
            return key.Valid ? key : null;
        var problem = KeyProblem(name);
        if (problem is not null)
            warnings.Report("key:" + problem, $"{problem} was logged: '{Shorten(name)}'; its values are skipped");
        if (name is null)
            return null;
        if (_keys.Count >= MostKeys)
            _keys.Clear();
        key = new Key(problem is null, problem is null
            ? JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            : default);
        _keys[name] = key;
        return key.Valid ? key : null;
    }

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] + "..." : text ?? "";

    private sealed class Key(bool valid, JsonEncodedText text)
    {
        public readonly bool Valid = valid;
        public readonly JsonEncodedText Text = text;
        public long Line;
    }
}
