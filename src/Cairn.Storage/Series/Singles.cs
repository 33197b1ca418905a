using System.Runtime.Intrinsics;

namespace Cairn.Storage.Series;

/// <summary>Float64 values that are float32 values.</summary>
internal static class Singles
{
    /// <summary>Whether every value comes back bit by bit from float32.</summary>
    public static bool Are(ReadOnlySpan<double> values)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= values.Length; i += 8)
            {
                var low = Vector256.Create(values[i..]);
                var high = Vector256.Create(values[(i + 4)..]);
                var (first, second) = Vector256.Widen(Vector256.Narrow(low, high));
                if (first.AsInt64() != low.AsInt64() || second.AsInt64() != high.AsInt64())
                    return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits((float)values[i]) != BitConverter.DoubleToInt64Bits(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Front to back, so that the target may begin at or before the values in the same memory.</summary>
    public static void Narrow(ReadOnlySpan<double> values, Span<float> target)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= values.Length; i += 8)
            {
                var low = Vector256.Create(values[i..]);
                Vector256.Narrow(low, Vector256.Create(values[(i + 4)..])).CopyTo(target[i..]);
            }
        }

        for (; i < values.Length; i++)
            target[i] = (float)values[i];
    }

    public static void Widen(ReadOnlySpan<float> values, Span<double> target)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= values.Length; i += 8)
            {
                var (first, second) = Vector256.Widen(Vector256.Create(values[i..]));
                first.CopyTo(target[i..]);
                second.CopyTo(target[(i + 4)..]);
            }
        }

        for (; i < values.Length; i++)
            target[i] = values[i];
    }
}
