using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cairn.Storage.Series;

/// <summary>
/// A staged batch as bytes, little-endian and 8-byte aligned, written by the builder, put on disk and applied as it is:
/// header (magic, blocks, run, points, rows), then per block (rows, keys, key bytes, flags), the keys (u16 length and
/// UTF-8 each, sorted), a byte per column, steps and times (encoded if they are many), and the columns: float32 where
/// that is exact, else float64.
/// </summary>
internal static class BatchFormat
{
    public const int HeaderBytes = 32;
    public const int BlockHeaderBytes = 16;
    public const uint Magic = 0x31425343;

    /// <summary>Block flag: rows strictly ascend by (step, time).</summary>
    public const int Strict = 1;

    /// <summary>Block flag: steps and times are encoded, one after the other, and padded.</summary>
    public const int Packed = 2;

    /// <summary>Rows from which encoding steps and times pays.</summary>
    public const int PackedRows = 8;

    /// <summary>Column kinds.</summary>
    public const byte Double = 0;
    public const byte Single = 1;

    public static int Pad(int bytes) => (bytes + 7) & ~7;

    /// <summary>Bytes of a block at most.</summary>
    public static long BlockBytes(int rows, int keys, int keyBytes) =>
        BlockHeaderBytes + Pad(keyBytes) + Pad(keys) + (16L * rows) + (8L * rows * keys);

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
