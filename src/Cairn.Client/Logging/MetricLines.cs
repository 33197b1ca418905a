using System.Buffers.Text;
using System.Globalization;
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

    /// <summary>Room for a line's beginning or for a number and its punctuation.</summary>
    private const int Room = 96;

    private readonly Dictionary<string, Key> _keys = [];
    private long _line;

    // Written by hand: this is the SDK's whole cost in a busy program, and Utf8JsonWriter doubles it.
    public void Write(ReadOnlySpan<MetricPoint> points, LineBuffer lines)
    {
        long step = 0, time = 0;
        var count = 0;
        foreach (ref readonly var point in points)
        {
            if (Find(point.Key) is not { } key)
                continue;
            var room = lines.GetSpan(key.Name.Length + 2 * Room);
            var at = 0;
            if (count == 0 || step != point.Step || time != point.Time || key.Line == _line || count == MostPerLine)
            {
                if (count > 0)
                    at = Put(room, at, "}}\n"u8);
                step = point.Step;
                time = point.Time;
                count = 0;
                _line++;
                at = Put(room, at, "{\"step\":"u8);
                at = Put(room, at, step);
                at = Put(room, at, ",\"time\":"u8);
                at = Put(room, at, time);
                at = Put(room, at, ",\"metrics\":{"u8);
            }
            else
            {
                room[at++] = (byte)',';
            }

            key.Line = _line;
            count++;
            at = Put(room, at, key.Name);
            at = Put(room, at, point.Value);
            lines.Advance(at);
        }

        if (count > 0)
            lines.Advance(Put(lines.GetSpan(Room), 0, "}}\n"u8));
    }

    /// <summary>Why the server would refuse a key, or null.</summary>
    public static string? KeyProblem(string? key) => key switch
    {
        null or "" => "an empty key",
        { Length: > LongestKey } => $"a key of {key.Length} characters (at most {LongestKey})",
        _ when key.Any(char.IsControl) => "a key with control characters",
        _ when !IsUnicode(key) => "a key that is no valid Unicode text",
        _ => null,
    };

    /// <summary>False for half of a surrogate pair alone, which no JSON can carry.</summary>
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))
                return false;
        }

        return true;
    }

    private static int Put(Span<byte> room, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(room[at..]);
        return at + text.Length;
    }

    private static int Put(Span<byte> room, int at, long number)
    {
        Utf8Formatter.TryFormat(number, room[at..], out var written);
        return at + written;
    }

    private static int Put(Span<byte> room, int at, double number)
    {
        if (!double.IsFinite(number))
        {
            return Put(room, at,
                double.IsNaN(number) ? "\"NaN\""u8 : number > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }

        number.TryFormat(room[at..], out var written, default, CultureInfo.InvariantCulture);
        return at + written;
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
        key = new Key(problem is null, problem is null ? Encode(name) : []);
        _keys[name] = key;
        return key.Valid ? key : null;
    }

    /// <summary>The key as JSON text with its colon.</summary>
    private static byte[] Encode(string name) =>
        [(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"', (byte)':'];

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] + "..." : text ?? "";

    private sealed class Key(bool valid, byte[] name)
    {
        public readonly bool Valid = valid;
        public readonly byte[] Name = name;
        public long Line;
    }
}
