using System.Runtime.CompilerServices;

namespace Cairn.Storage.Series;

/// <summary>Identity and total order of values: one NaN, after +Inf; -0.0 just before 0.0.</summary>
internal static class ValueOrder
{
    private const long QuietNaN = 0x7FF8_0000_0000_0000;

    /// <summary>The value with its NaN payload and sign dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Canonical(double value) =>
        double.IsNaN(value) ? BitConverter.Int64BitsToDouble(QuietNaN) : value;

    /// <summary>An integer ordered as the canonical value is, equal only for the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(double value)
    {
        var bits = double.IsNaN(value) ? QuietNaN : BitConverter.DoubleToInt64Bits(value);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }
}
