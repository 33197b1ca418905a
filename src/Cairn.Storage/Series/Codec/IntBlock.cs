namespace Cairn.Storage.Series.Codec;

/// <summary>
/// Up to 64 integers as differences of the order (0, 1 or 2) that packs tightest. All arithmetic wraps, so every int64
/// round-trips.
/// </summary>
internal static class IntBlock
{
    public const int Size = 64;

    /// <summary>How a block would be written.</summary>
    public readonly record struct Plan(int Order, int Width, long Least, int Bits);

    /// <summary>Chooses the order; scratch takes the differences (two times <see cref="Size"/>).</summary>
    public static Plan Choose(ReadOnlySpan<long> values, Span<long> scratch)
    {
        var first = scratch[..values.Length];
        var second = scratch.Slice(Size, values.Length);
        var plan = Measure(values, 0, 0);
        if (plan.Width == 0 || values.Length < 4)
            return plan;
        for (var i = values.Length - 1; i > 0; i--)
            first[i] = values[i] - values[i - 1];
        var once = Measure(first[1..], 1, 16);
        if (once.Bits < plan.Bits)
            plan = once;
        if (plan.Width == 0)
            return plan;
        for (var i = values.Length - 1; i > 1; i--)
            second[i] = first[i] - first[i - 1];
        var twice = Measure(second[2..], 2, 32);
        return twice.Bits < plan.Bits ? twice : plan;
    }

    /// <summary>Writes a block as planned; <paramref name="scratch"/> still holds the differences of the choice.</summary>
    public static void Write(ReadOnlySpan<long> values, ReadOnlySpan<long> scratch, in Plan plan, ByteSink sink)
    {
        sink.Byte((plan.Order << 6) | Code(plan.Width));
        if (plan.Order > 0)
            sink.ZigZag(values[0]);
        if (plan.Order > 1)
            sink.ZigZag(scratch[1]);
        sink.ZigZag(plan.Least);
        var packed = plan.Order switch
        {
            0 => values,
            1 => scratch[1..values.Length],
            _ => scratch.Slice(Size + 2, values.Length - 2),
        };
        BitPacking.Pack(packed, plan.Least, plan.Width, sink);
    }

    public static void Read(ref ByteSource source, Span<long> values)
    {
        var header = source.Byte();
        var (order, width) = (header >> 6, Width(header & 63));
        long start = 0, slope = 0;
        if (order > 0)
            start = source.ZigZag();
        if (order > 1)
            slope = source.ZigZag();
        var least = source.ZigZag();
        order = Math.Min(order, values.Length);
        BitPacking.Unpack(source.Rest, width, least, values[order..]);
        source.Position += BitPacking.Bytes(values.Length - order, width);
        if (order == 1)
        {
            values[0] = start;
            for (var i = 1; i < values.Length; i++)
                values[i] = start += values[i];
        }
        else if (order == 2)
        {
            values[0] = start;
            values[1] = start += slope;
            for (var i = 2; i < values.Length; i++)
                values[i] = start += slope += values[i];
        }
    }

    /// <summary>Width as six bits: 0 to 56, and 57 for 64.</summary>
    public static int Code(int width) => width == 64 ? 57 : width;

    public static int Width(int code) => code switch
    {
        <= 56 => code,
        57 => 64,
        _ => throw new SeriesDamagedException("an encoded block has an impossible width"),
    };

    public static Plan Measure(ReadOnlySpan<long> values, int order, int extraBits)
    {
        long least = values[0], most = values[0];
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        var width = BitPacking.Width((ulong)(most - least));
        return new Plan(order, width, least, (values.Length * width) + extraBits);
    }
}
