using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.Core.Runs.Querying;

/// <summary>Sets of rows of one chunk, a bit each, and the loops that fill them.</summary>
internal static class RowBits
{
    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
            count += BitOperations.PopCount(word);
        return count;
    }

    public static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] &= other[i];
    }

    public static void AndNot(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] &= ~other[i];
    }

    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] |= other[i];
    }

    public static void Invert(Span<ulong> bits)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] = ~bits[i];
    }

    /// <summary>Adds the rows whose number lies between the bounds, both included.</summary>
    public static void AddRange(Span<ulong> bits, double[] values, double low, double high)
    {
        var lows = Vector256.Create(low);
        var highs = Vector256.Create(high);
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        for (var word = 0; word < bits.Length; word++)
        {
            ulong found = 0;
            for (var i = 0; i < 16; i++)
            {
                var lane = lanes[(word * 16) + i];
                var inside = Vector256.GreaterThanOrEqual(lane, lows) & Vector256.LessThanOrEqual(lane, highs);
                found |= (ulong)inside.ExtractMostSignificantBits() << (i * 4);
            }

            bits[word] |= found;
        }
    }

    /// <summary>Adds the rows whose integer lies between the bounds, both included.</summary>
    public static void AddRange(Span<ulong> bits, long[] values, long low, long high)
    {
        var lows = Vector256.Create(low);
        var highs = Vector256.Create(high);
        var lanes = MemoryMarshal.Cast<long, Vector256<long>>(values);
        for (var word = 0; word < bits.Length; word++)
        {
            ulong found = 0;
            for (var i = 0; i < 16; i++)
            {
                var lane = lanes[(word * 16) + i];
                var inside = Vector256.GreaterThanOrEqual(lane, lows) & Vector256.LessThanOrEqual(lane, highs);
                found |= (ulong)inside.ExtractMostSignificantBits() << (i * 4);
            }

            bits[word] |= found;
        }
    }

    /// <summary>Adds the rows that have this code.</summary>
    public static void AddCode(Span<ulong> bits, int[] codes, int code)
    {
        var wanted = Vector256.Create(code);
        var lanes = MemoryMarshal.Cast<int, Vector256<int>>(codes);
        for (var word = 0; word < bits.Length; word++)
        {
            ulong found = 0;
            for (var i = 0; i < 8; i++)
                found |= (ulong)Vector256.Equals(lanes[(word * 8) + i], wanted).ExtractMostSignificantBits() << (i * 8);
            bits[word] |= found;
        }
    }

    /// <summary>Adds the rows whose code is marked.</summary>
    public static void AddCodes(Span<ulong> bits, int[] codes, bool[] marked)
    {
        for (var row = 0; row < codes.Length; row++)
        {
            if (marked[codes[row]])
                bits[row >> 6] |= 1UL << (row & 63);
        }
    }

    /// <summary>Adds the rows whose value is one of a set.</summary>
    public static void AddSet<T>(Span<ulong> bits, T[] values, HashSet<T> wanted)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (wanted.Contains(values[row]))
                bits[row >> 6] |= 1UL << (row & 63);
        }
    }

    /// <summary>Adds the rows that have any value.</summary>
    public static void AddPresent(Span<ulong> bits, Cells cells)
    {
        AddPresentNumbers(bits, cells);
        if (cells.Codes is { } codes)
        {
            Span<ulong> missing = stackalloc ulong[RunChunk.Words];
            missing.Clear();
            AddCode(missing, codes, 0);
            Invert(missing);
            Or(bits, missing);
        }
    }

    /// <summary>Adds the rows that have a number, be it NaN.</summary>
    public static void AddPresentNumbers(Span<ulong> bits, Cells cells)
    {
        if (cells.Integers is { } integers)
            AddRange(bits, integers, Cells.NoInteger + 1, long.MaxValue);
        if (cells.Numbers is { } numbers)
        {
            for (var row = 0; row < numbers.Length; row++)
                bits[row >> 6] |= (Cells.IsNoNumber(numbers[row]) ? 0UL : 1UL) << (row & 63);
        }
    }
}
