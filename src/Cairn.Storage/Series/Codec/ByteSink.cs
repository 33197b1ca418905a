using System.Buffers.Binary;

namespace Cairn.Storage.Series.Codec;

/// <summary>A growing buffer that the codecs write into; kept and cleared.</summary>
internal sealed class ByteSink(int capacity = 4096)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public Span<byte> At(int offset, int count) => _bytes.AsSpan(offset, count);

    /// <summary>Room for the next bytes; they count as written.</summary>
    public Span<byte> Take(int count)
    {
        var start = Length;
        if (start + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + count));
        Length = start + count;
        return _bytes.AsSpan(start, count);
    }

    public void Byte(int value) => Take(1)[0] = (byte)value;

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void VarInt(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[count++] = (byte)value;
        Bytes(bytes[..count]);
    }

    public void ZigZag(long value) => VarInt((ulong)((value << 1) ^ (value >> 63)));
}
