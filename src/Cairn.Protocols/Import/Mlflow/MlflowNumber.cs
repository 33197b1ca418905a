using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>Numbers as MLflow keeps them.</summary>
internal static class MlflowNumber
{
    /// <summary>A number as Python writes one; null when it is none.</summary>
    public static double? Parse(ReadOnlySpan<char> text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        return text.ToString().ToLowerInvariant() switch
        {
            "nan" => double.NaN,
            "inf" or "+inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            _ => null,
        };
    }

    /// <summary>A number as clients send it: what JSON has no number for, as a word.</summary>
    public static JsonNode Write(double value) => double.IsFinite(value)
        ? JsonValue.Create(value)
        : JsonValue.Create(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");

    /// <summary>Databases hold infinities as the largest finite number.</summary>
    public static double FromDatabase(double value) => value switch
    {
        double.MaxValue => double.PositiveInfinity,
        double.MinValue => double.NegativeInfinity,
        _ => value,
    };
}
