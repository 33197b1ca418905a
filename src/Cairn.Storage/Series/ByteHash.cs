using System.Runtime.InteropServices;

namespace Cairn.Storage.Series;

/// <summary>Hash of short byte strings for tables in memory; every byte reaches the low bits.</summary>
internal static class ByteHash
{
    private const ulong Odd = 0xD6E8_FEB8_6659_FD93;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Odd ^ (ulong)bytes.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            hash = Mix(hash ^ word);
        var rest = 0UL;
        foreach (var next in bytes[(words.Length * 8)..])
            rest = (rest << 8) | next;
        return (uint)Mix(hash ^ rest);
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * Odd;
        return hash ^ (hash >> 32);
    }
}
