using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.Storage.Series.Codec;

/// <summary>
/// Up to 64 float64 values as integers: decimals scaled by a power of ten, float32 bits, or float64 bits (both made
/// ordered), whichever is exact and packs tightest.
/// </summary>
internal static class ValueBlock
{
    public const int Size = IntBlock.Size;

    private const int Double = 0;
    private const int Single = 1;
    private const int Decimal = 2;
    private const int MaxExponent = 15;
    private const double MaxMantissa = 1L << 53;

    private static ReadOnlySpan<double> Powers =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public static void Write(ReadOnlySpan<double> values, ByteSink sink)
    {
        Span<long> numbers = stackalloc long[Size];
        Span<long> scratch = stackalloc long[2 * Size];
        Span<long> others = stackalloc long[Size];
        Span<long> otherScratch = stackalloc long[2 * Size];
        numbers = numbers[..values.Length];
        others = others[..values.Length];
        var kind = Double;
        var plan = default(IntBlock.Plan);
        if (TrySingle(values, numbers))
        {
            kind = Single;
            plan = IntBlock.Choose(numbers, scratch);
        }

        if (!(kind == Single && plan.Width == 0) && TryDecimal(values, others, out var exponent))
        {
            var decimals = IntBlock.Choose(others, otherScratch);
            if (kind == Double || decimals.Bits < plan.Bits)
            {
                sink.Byte(Decimal | (exponent << 2));
                IntBlock.Write(others, otherScratch, decimals, sink);
                return;
            }
        }

        if (kind == Double)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var bits = BitConverter.DoubleToInt64Bits(values[i]);
                numbers[i] = bits ^ ((bits >> 63) & long.MaxValue);
            }

            plan = IntBlock.Choose(numbers, scratch);
        }

        sink.Byte(kind);
        IntBlock.Write(numbers, scratch, plan, sink);
    }

    public static void Read(ref ByteSource source, Span<double> values)
    {
        var header = source.Byte();
        if (header > (Decimal | (MaxExponent << 2)))
            throw new SeriesDamagedException("an encoded block is of no known kind");
        var numbers = MemoryMarshal.Cast<double, long>(values);
        IntBlock.Read(ref source, numbers);
        switch (header & 3)
        {
            case Single:
                FromSingles(numbers, values);
                break;
            case Decimal:
                FromDecimals(numbers, values, Powers[header >> 2]);
                break;
            case Double:
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] ^= (numbers[i] >> 63) & long.MaxValue;
                break;
            default:
                throw new SeriesDamagedException("an encoded block is of no known kind");
        }
    }

    private static bool TrySingle(ReadOnlySpan<double> values, Span<long> numbers)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var single = (float)values[i];
            if (BitConverter.DoubleToInt64Bits(single) != BitConverter.DoubleToInt64Bits(values[i]))
                return false;
            var bits = BitConverter.SingleToInt32Bits(single);
            numbers[i] = bits ^ ((bits >> 31) & int.MaxValue);
        }

        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<double> values, Span<long> numbers, out int exponent)
    {
        exponent = 0;
        for (var i = 0; i < values.Length;)
        {
            if (TryScale(values[i], Powers[exponent], out numbers[i]))
            {
                i++;
                continue;
            }

            // What fits a smaller power of ten fits a larger one too, unless it outgrows the mantissa: begin again.
            do
            {
                if (++exponent > MaxExponent)
                    return false;
            }
            while (!TryScale(values[i], Powers[exponent], out numbers[i]));
            i = 0;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryScale(double value, double power, out long number)
    {
        var scaled = Math.Round(value * power);
        number = 0;
        if (!(Math.Abs(scaled) < MaxMantissa))
            return false;
        number = (long)scaled;
        return BitConverter.DoubleToInt64Bits(number / power) == BitConverter.DoubleToInt64Bits(value);
    }

    private static void FromSingles(Span<long> numbers, Span<double> values)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= numbers.Length; i += 8)
            {
                var low = Vector256.Create<long>(numbers[i..]);
                var high = Vector256.Create<long>(numbers[(i + 4)..]);
                var ordered = Vector256.Narrow(low, high);
                var bits = ordered ^ ((ordered >> 31) & Vector256.Create(int.MaxValue));
                var (first, second) = Vector256.Widen(bits.AsSingle());
                first.CopyTo(values[i..]);
                second.CopyTo(values[(i + 4)..]);
            }
        }

        for (; i < numbers.Length; i++)
        {
            var ordered = (int)numbers[i];
            values[i] = BitConverter.Int32BitsToSingle(ordered ^ ((ordered >> 31) & int.MaxValue));
        }
    }

    private static void FromDecimals(Span<long> numbers, Span<double> values, double power)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var divisor = Vector256.Create(power);
            for (; i + 4 <= numbers.Length; i += 4)
                (Vector256.ConvertToDouble(Vector256.Create<long>(numbers[i..])) / divisor).CopyTo(values[i..]);
        }

        for (; i < numbers.Length; i++)
            values[i] = numbers[i] / power;
    }
}
