namespace Cairn.Storage.Series.Codec;

/// <summary>Reads what a <see cref="ByteSink"/> wrote; going past the end is damage, never a wild read.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    public int Byte()
    {
        if (Position >= _bytes.Length)
            throw new SeriesDamagedException("encoded data ends too early");
        return _bytes[Position++];
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - Position))
            throw new SeriesDamagedException("encoded data ends too early");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public ulong VarInt()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new SeriesDamagedException("an encoded number does not end");
    }

    public long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
