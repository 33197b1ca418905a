using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cairn.Storage.Series;

/// <summary>
/// A staged batch as bytes, little-endian and 8-byte aligned, written by the builder, put on disk and applied as it is:
/// header (magic, blocks, run, points, rows), then per block (rows, keys, key bytes, flags), the keys (u16 length and
/// UTF-8 each, sorted), steps, times and one float64 column per key.
/// </summary>
internal static class BatchFormat
{
    public const int HeaderBytes = 32;
    public const int BlockHeaderBytes = 16;
    public const uint Magic = 0x31425343;

    /// <summary>Block flag: rows strictly ascend by (step, time).</summary>
    public const int Strict = 1;

    public static int Pad(int bytes) => (bytes + 7) & ~7;

    public static long BlockBytes(int rows, int keys, int keyBytes) =>
        BlockHeaderBytes + Pad(keyBytes) + (16L * rows) + (8L * rows * keys);

    public static void WriteHeader(Span<byte> target, int blocks, long run, long points, long rows)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], blocks);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], run);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], points);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], rows);
    }

    public static void WriteBlockHeader(Span<byte> target, int rows, int keys, int keyBytes, int flags)
    {
        var fields = MemoryMarshal.Cast<byte, int>(target);
        fields[0] = rows;
        fields[1] = keys;
        fields[2] = keyBytes;
        fields[3] = flags;
    }
}

/// <summary>Walks through the blocks of a payload without copying.</summary>
internal ref struct BatchReader
{
    private ReadOnlySpan<byte> _rest;
    private int _blocks;

    public BatchReader(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < BatchFormat.HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(payload) != BatchFormat.Magic)
            throw new SeriesDamagedException("a staged batch does not start as one");
        _blocks = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        _rest = payload[BatchFormat.HeaderBytes..];
    }

    public int Rows { get; private set; }

    public int KeyCount { get; private set; }

    public bool Strict { get; private set; }

    public ReadOnlySpan<byte> Keys { get; private set; }

    public ReadOnlySpan<long> Steps { get; private set; }

    public ReadOnlySpan<long> Times { get; private set; }

    private ReadOnlySpan<double> Values { get; set; }

    public readonly ReadOnlySpan<double> Column(int index) => Values.Slice(index * Rows, Rows);

    public bool Next()
    {
        if (_blocks-- <= 0)
            return false;
        var fields = MemoryMarshal.Cast<byte, int>(_rest[..BatchFormat.BlockHeaderBytes]);
        Rows = fields[0];
        KeyCount = fields[1];
        Strict = (fields[3] & BatchFormat.Strict) != 0;
        Keys = _rest.Slice(BatchFormat.BlockHeaderBytes, fields[2]);
        _rest = _rest[(BatchFormat.BlockHeaderBytes + BatchFormat.Pad(fields[2]))..];
        Steps = Take<long>(Rows);
        Times = Take<long>(Rows);
        Values = Take<double>(Rows * KeyCount);
        return true;
    }

    private ReadOnlySpan<T> Take<T>(int count)
        where T : unmanaged
    {
        var taken = MemoryMarshal.Cast<byte, T>(_rest[..(count * 8)]);
        _rest = _rest[(count * 8)..];
        return taken;
    }
}
