namespace Cairn.Protocols.Import.Wandb;

/// <summary>The checksum of Ethernet and zip files (IEEE 802.3), which guards the records of W&amp;B's run files.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of a kind of record followed by its bytes.</summary>
    public static uint Of(byte kind, ReadOnlySpan<byte> data)
    {
        var crc = Step(uint.MaxValue, kind);
        foreach (var value in data)
            crc = Step(crc, value);
        return ~crc;
    }

    private static uint Step(uint crc, byte value) => Table[(byte)(crc ^ value)] ^ (crc >> 8);

    private static uint Entry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
        return value;
    }
}
