using System.Numerics;
using System.Runtime.InteropServices;

namespace Cairn.Storage.Series;

/// <summary>CRC-32C (Castagnoli), in hardware where there is any.</summary>
internal static class Checksum
{
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }

    public static uint Of(ReadOnlySpan<byte> bytes) => Add(0, bytes);
}
