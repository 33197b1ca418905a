using System.Globalization;

namespace Cairn.Core.Gates;

/// <summary>Amounts as people write them.</summary>
internal static class GateWords
{
    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Seconds of <c>90 s</c>, <c>30 min</c> or <c>2 h</c>; null for anything else.</summary>
    public static double? Seconds(string text) => Amount(text, ("s", 1), ("sec", 1), ("min", 60), ("m", 60), ("h", 3600), ("d", 86400));

    /// <summary>Mebibytes of <c>512 MiB</c>, <c>4 GiB</c> or <c>4 GB</c>; null for anything else.</summary>
    public static double? Mebibytes(string text) => Amount(
        text, ("MiB", 1), ("GiB", 1024), ("KiB", 1.0 / 1024), ("MB", 1e6 / 1048576), ("GB", 1e9 / 1048576));

    private static double? Amount(string text, params (string Unit, double Factor)[] units)
    {
        foreach (var (unit, factor) in units.OrderByDescending(one => one.Unit.Length))
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value > 0 && double.IsFinite(value))
            {
                return value * factor;
            }
        }

        return null;
    }
}
