using System.Buffers.Binary;

namespace Cairn.Client.Media;

/// <summary>What the first bytes of an image file tell; sizes are 0 where reading them would mean decoding.</summary>
internal readonly record struct ImageHeader(string Format, int Width, int Height)
{
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) && file.Length >= 24)
        {
            return new("png", BinaryPrimitives.ReadInt32BigEndian(file[16..]),
                BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        }

        if (file.StartsWith("GIF8"u8) && file.Length >= 10)
        {
            return new("gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(file[8..]));
        }

        if (file.StartsWith("BM"u8) && file.Length >= 26)
        {
            return new("bmp", BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
                Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(file[22..])));
        }

        if (file.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return Jpeg(file);
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return new("webp", 0, 0);
        var start = file[..Math.Min(file.Length, 512)];
        return start.IndexOf("<svg"u8) >= 0 ? new("svg", 0, 0) : null;
    }

    private static ImageHeader Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 < file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            // Start-of-frame markers carry the size; C4, C8 and CC share their range but mean something else.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new("jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return new("jpeg", 0, 0);
    }
}
