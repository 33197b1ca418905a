using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>JSON numbers as finite doubles.</summary>
internal static class Numbers
{
    /// <summary>Beyond it doubles, and so most readers of JSON, skip whole numbers.</summary>
    public const long Whole = 1L << 53;

    public static bool TryRead(JsonElement element, out double number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number) && double.IsFinite(number);
    }
}
