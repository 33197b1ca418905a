using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>Where in a document's bytes a value stands; the default is nowhere.</summary>
internal readonly record struct JsonSlice(int Start, int Length, JsonTokenType Type)
{
    public RunValue Value(ReadOnlySpan<byte> document, RunColumnFamily family, bool asText)
    {
        if (Length == 0)
            return default;
        var bytes = document.Slice(Start, Length);
        if (Type == JsonTokenType.String)
            return Text(bytes, family, asText);
        if (asText)
            return RunValue.Of(Encoding.UTF8.GetString(bytes));
        return Type switch
        {
            JsonTokenType.Number => RunValue.Of(Number(bytes)),
            JsonTokenType.True => RunValue.Of(true),
            JsonTokenType.False => RunValue.Of(false),
            JsonTokenType.StartArray => RunValue.List(Encoding.UTF8.GetString(bytes)),
            _ => RunValue.Object(Encoding.UTF8.GetString(bytes)),
        };
    }

    /// <summary>Whether it is a number whose text in the document is that of its <see cref="RunValue"/>.</summary>
    public bool IsPlainNumber(ReadOnlySpan<byte> document)
    {
        if (Type != JsonTokenType.Number)
            return false;
        var bytes = document.Slice(Start, Length);
        Span<byte> text = stackalloc byte[32];
        return Number(bytes).TryFormat(text, out var written, "R", CultureInfo.InvariantCulture) && text[..written].SequenceEqual(bytes);
    }

    private static double Number(ReadOnlySpan<byte> bytes) => Utf8Parser.TryParse(bytes, out double value, out _)
        ? value
        : double.Parse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static RunValue Text(ReadOnlySpan<byte> quoted, RunColumnFamily family, bool asText)
    {
        var inner = quoted[1..^1];

        // JSON has no such numbers, so a client's result that is one arrives as its name.
        if (family == RunColumnFamily.Summary && !asText && inner.Length is 3 or 8 or 9)
        {
            if (inner.SequenceEqual("NaN"u8))
                return RunValue.Of(double.NaN);
            if (inner.SequenceEqual("Infinity"u8))
                return RunValue.Of(double.PositiveInfinity);
            if (inner.SequenceEqual("-Infinity"u8))
                return RunValue.Of(double.NegativeInfinity);
        }

        if (!inner.Contains((byte)'\\'))
            return RunValue.Of(Encoding.UTF8.GetString(inner));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return RunValue.Of(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is valid JSON but no text; it stays as it was written.
            return RunValue.Of(Encoding.UTF8.GetString(inner));
        }
    }
}
