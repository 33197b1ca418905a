using System.Buffers.Binary;
using System.Numerics;

namespace Cairn.Client.Spool;

/// <summary>
/// The bytes of a spool: frames of <c>u32 payload length, u32 checksum, u8 kind, 3 zero bytes, payload</c>,
/// little-endian. The checksum is CRC-32C over kind and payload. Positions count from the first frame of the run over
/// all its segment files; a segment file is named after the position it starts at.
/// </summary>
internal static class SpoolFormat
{
    public const int HeaderLength = 12;
    public const int MostPayload = 64 << 20;

    public static void WriteHeader(Span<byte> header, SpoolFrameKind kind, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Checksum(kind, payload));
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (byte)kind);
    }

    /// <summary>Length of the payload that the header announces, or -1 for bytes that are no header.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        var kind = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        return length is >= 0 and <= MostPayload && kind is > 0 and <= (uint)SpoolFrameKind.Finish ? length : -1;
    }

    public static SpoolFrameKind Kind(ReadOnlySpan<byte> header) => (SpoolFrameKind)header[8];

    public static bool Matches(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == Checksum(Kind(header), payload);

    public static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }

    private static uint Checksum(SpoolFrameKind kind, ReadOnlySpan<byte> payload) =>
        ~Crc(BitOperations.Crc32C(uint.MaxValue, (byte)kind), payload);
}
