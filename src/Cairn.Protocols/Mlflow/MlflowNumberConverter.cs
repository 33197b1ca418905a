using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Protocols.Mlflow;

/// <summary>
/// Doubles as MLflow's clients read them: the shortest text that reads back the same, whole ones with <c>.0</c>, what is
/// not finite as a word in quotes.
/// </summary>
internal sealed class MlflowNumberConverter : JsonConverter<double>
{
    private const int Longest = 32;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return;
        }

        Span<byte> text = stackalloc byte[Longest];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var exponent = text[..length].IndexOf((byte)'E');
        if (exponent >= 0)
            text[exponent] = (byte)'e';
        else if (!text[..length].Contains((byte)'.'))
            length += WriteFraction(text[length..]);
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static int WriteFraction(Span<byte> text)
    {
        ".0"u8.CopyTo(text);
        return 2;
    }
}
