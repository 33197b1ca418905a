using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Wandb;

/// <summary>
/// JSON as W&amp;B's clients write it: bare <c>NaN</c> and infinities as numbers, and halves of surrogate pairs as
/// escapes. It is made strict by quoting the former and replacing the latter.
/// </summary>
internal static class LooseJson
{
    /// <summary>The word for a number that is not finite.</summary>
    public static string Word(double value) =>
        double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    /// <summary>The number that a quoted word stands for.</summary>
    public static double? Number(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("NaN"u8) ? double.NaN
        : word.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
        : word.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity
        : null;

    /// <exception cref="JsonException">It is not JSON even so.</exception>
    public static JsonElement Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <exception cref="JsonException">It is not JSON even so.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        if (!IsStrict(utf8))
        {
            var strict = new ArrayBufferWriter<byte>(utf8.Length + 64);
            MakeStrict(utf8, strict);
            utf8 = strict.WrittenSpan;
        }

        var reader = new Utf8JsonReader(utf8);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Whether nothing in it can need <see cref="MakeStrict"/>; false may be a false alarm.</summary>
    public static bool IsStrict(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("NaN"u8) < 0 && utf8.IndexOf("Infinity"u8) < 0 && HasNoSurrogates(utf8);

    /// <summary>Whether it has no escaped half of a surrogate pair, nor a whole one.</summary>
    public static bool HasNoSurrogates(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0;

    /// <summary>Writes it as strict JSON.</summary>
    public static void MakeStrict(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        var inText = false;
        var kept = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            var c = utf8[i];
            if (!inText)
            {
                var word = Bare(utf8[i..]);
                if (word > 0)
                {
                    output.Write(utf8[kept..i]);
                    output.Write("\""u8);
                    output.Write(utf8.Slice(i, word));
                    output.Write("\""u8);
                    i += word - 1;
                    kept = i + 1;
                }

                inText = c == '"';
            }
            else if (c == '"')
            {
                inText = false;
            }
            else if (c == '\\')
            {
                var lone = LoneHalf(utf8[i..], out var length);
                if (lone)
                {
                    output.Write(utf8[kept..i]);
                    output.Write("\\ufffd"u8);
                    kept = i + length;
                }

                i += length - 1;
            }
        }

        output.Write(utf8[kept..]);
    }

    // The length of the bare word that begins here; 0 when none does.
    private static int Bare(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        (byte)'N' when rest.StartsWith("NaN"u8) => 3,
        (byte)'I' when rest.StartsWith("Infinity"u8) => 8,
        (byte)'-' when rest.StartsWith("-Infinity"u8) => 9,
        _ => 0,
    };

    // Whether the escape that begins here is half of a pair, and how long it, or the whole pair, is.
    private static bool LoneHalf(ReadOnlySpan<byte> rest, out int length)
    {
        length = Math.Min(2, rest.Length);
        if (Code(rest) is not { } code)
            return false;
        length = 6;
        if (!char.IsSurrogate((char)code))
            return false;
        if (char.IsHighSurrogate((char)code) && Code(rest[6..]) is { } next && char.IsLowSurrogate((char)next))
        {
            length = 12;
            return false;
        }

        return true;
    }

    private static int? Code(ReadOnlySpan<byte> rest) =>
        rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u'
        && int.TryParse(rest.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
}
