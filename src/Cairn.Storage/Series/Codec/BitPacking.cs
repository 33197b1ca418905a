using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Storage.Series.Codec;

/// <summary>
/// Frame of reference: numbers less their minimum, in as few bits each as the largest needs. Widths over 56 become 64,
/// so that one unaligned load always holds a whole number.
/// </summary>
internal static class BitPacking
{
    /// <summary>Bytes that must be readable after packed data.</summary>
    public const int Slack = 8;

    public static int Width(ulong range)
    {
        var width = 64 - BitOperations.LeadingZeroCount(range);
        return width > 56 ? 64 : width;
    }

    public static int Bytes(int count, int width) => ((count * width) + 7) >> 3;

    public static void Pack(ReadOnlySpan<long> values, long least, int width, ByteSink sink)
    {
        if (width == 0)
            return;
        var target = sink.Take(Bytes(values.Length, width));
        if (width == 64)
        {
            var words = MemoryMarshal.Cast<byte, long>(target);
            for (var i = 0; i < values.Length; i++)
                words[i] = values[i] - least;
            return;
        }

        ulong pending = 0;
        int bits = 0, at = 0;
        foreach (var value in values)
        {
            var number = (ulong)(value - least);
            pending |= number << bits;
            bits += width;
            if (bits < 64)
                continue;
            MemoryMarshal.Write(target[at..], pending);
            at += 8;
            bits -= 64;
            pending = bits == 0 ? 0 : number >> (width - bits);
        }

        for (; bits > 0; bits -= 8, pending >>= 8)
            target[at++] = (byte)pending;
    }

    /// <summary>Reads numbers and adds <paramref name="least"/>; the source must have <see cref="Slack"/> beyond them.</summary>
    public static void Unpack(ReadOnlySpan<byte> source, int width, long least, Span<long> target)
    {
        if (width == 0)
        {
            target.Fill(least);
            return;
        }

        if (source.Length < Bytes(target.Length, width) + Slack)
            throw new SeriesDamagedException("packed numbers end too early");
        ref var start = ref MemoryMarshal.GetReference(source);
        ref var output = ref MemoryMarshal.GetReference(target);
        var i = 0;
        if (width == 64)
        {
            for (; i < target.Length; i++)
                Unsafe.Add(ref output, i) = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref start, i * 8)) + least;
            return;
        }

        var mask = (1UL << width) - 1;
        if (Avx2.IsSupported && target.Length >= 8)
            i = UnpackWide(ref start, width, mask, least, ref output, target.Length);
        var bit = i * width;
        for (; i < target.Length; i++, bit += width)
        {
            var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, bit >> 3));
            Unsafe.Add(ref output, i) = (long)((word >> (bit & 7)) & mask) + least;
        }
    }

    /// <summary>Four at a time with a gathered load; answers how many were read. The last ones are left, to stay in bounds.</summary>
    private static unsafe int UnpackWide(ref byte start, int width, ulong mask, long least, ref long output, int count)
    {
        fixed (byte* source = &start)
        {
            var bits = Vector256.Create(0L, width, 2L * width, 3L * width);
            var advance = Vector256.Create(4L * width);
            var seven = Vector256.Create(7L);
            var masks = Vector256.Create((long)mask);
            var add = Vector256.Create(least);
            var i = 0;
            for (; i + 4 <= count; i += 4)
            {
                var words = Avx2.GatherVector256((long*)source, Avx2.ShiftRightLogical(bits, 3), 1);
                var numbers = Avx2.ShiftRightLogicalVariable(words, Avx2.And(bits, seven).AsUInt64());
                Avx2.Add(Avx2.And(numbers, masks), add).StoreUnsafe(ref output, (nuint)i);
                bits = Avx2.Add(bits, advance);
            }

            return i;
        }
    }
}
