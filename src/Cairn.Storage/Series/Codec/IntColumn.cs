namespace Cairn.Storage.Series.Codec;

/// <summary>
/// A whole column of integers (steps, times), read from its start: either an arithmetic progression, or blocks of 64
/// whose differences go on from the block before.
/// </summary>
internal static class IntColumn
{
    private const int Progression = 0;
    private const int Blocks = 1;

    public static void Write(ReadOnlySpan<long> values, ByteSink sink)
    {
        var stride = values.Length > 1 ? values[1] - values[0] : 0;
        if (IsProgression(values, stride))
        {
            sink.Byte(Progression);
            sink.ZigZag(values.Length > 0 ? values[0] : 0);
            sink.ZigZag(stride);
            return;
        }

        sink.Byte(Blocks);
        Span<long> first = stackalloc long[IntBlock.Size];
        Span<long> second = stackalloc long[IntBlock.Size];
        long last = 0, slope = 0;
        for (var at = 0; at < values.Length; at += IntBlock.Size)
        {
            var block = values[at..Math.Min(values.Length, at + IntBlock.Size)];
            for (var i = 0; i < block.Length; i++)
            {
                first[i] = block[i] - last;
                second[i] = first[i] - slope;
                (last, slope) = (block[i], first[i]);
            }

            var plan = IntBlock.Measure(block, 0, 32);
            var once = IntBlock.Measure(first[..block.Length], 1, 0);
            var twice = IntBlock.Measure(second[..block.Length], 2, 0);
            plan = once.Bits <= plan.Bits ? once : plan;
            plan = twice.Bits < plan.Bits ? twice : plan;
            sink.Byte((plan.Order << 6) | IntBlock.Code(plan.Width));
            sink.ZigZag(plan.Least);
            ReadOnlySpan<long> packed = plan.Order switch { 0 => block, 1 => first, _ => second };
            BitPacking.Pack(packed[..block.Length], plan.Least, plan.Width, sink);
        }

        sink.Take(BitPacking.Slack).Clear();
    }

    public static void Read(ref ByteSource source, Span<long> values)
    {
        if (source.Byte() == Progression)
        {
            var (value, stride) = (source.ZigZag(), source.ZigZag());
            for (var i = 0; i < values.Length; i++, value += stride)
                values[i] = value;
            return;
        }

        long last = 0, slope = 0;
        for (var at = 0; at < values.Length; at += IntBlock.Size)
        {
            var block = values[at..Math.Min(values.Length, at + IntBlock.Size)];
            var header = source.Byte();
            var width = IntBlock.Width(header & 63);
            var least = source.ZigZag();
            BitPacking.Unpack(source.Rest, width, least, block);
            source.Position += BitPacking.Bytes(block.Length, width);
            var order = header >> 6;
            var before = last;
            if (order == 1)
            {
                for (var i = 0; i < block.Length; i++)
                    block[i] = last += block[i];
            }
            else if (order == 2)
            {
                for (var i = 0; i < block.Length; i++)
                    block[i] = last += slope += block[i];
            }

            slope = block[^1] - (block.Length > 1 ? block[^2] : before);
            last = block[^1];
        }

        source.Bytes(BitPacking.Slack);
    }

    /// <summary>The first value and the stride, if the column is an arithmetic progression.</summary>
    public static bool TryProgression(ReadOnlySpan<byte> bytes, out long first, out long stride)
    {
        var source = new ByteSource(bytes);
        (first, stride) = (0, 0);
        if (source.Byte() != Progression)
            return false;
        (first, stride) = (source.ZigZag(), source.ZigZag());
        return true;
    }

    private static bool IsProgression(ReadOnlySpan<long> values, long stride)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] - values[i - 1] != stride)
                return false;
        }

        return true;
    }
}
