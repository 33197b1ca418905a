using System.Buffers.Binary;
using System.IO.Compression;

namespace Cairn.Client.Media;

/// <summary>Writes PNG files (8 bits a channel) as of the W3C PNG specification, third edition.</summary>
internal static class PngEncoder
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        var stride = width * channels;
        using var packed = new MemoryStream(pixels.Length / 2 + 64);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            Span<byte> line = new byte[stride + 1];
            for (var y = 0; y < height; y++)
            {
                Filter(pixels, y, stride, channels, line);
                zlib.Write(line);
            }
        }

        using var png = new MemoryStream((int)packed.Length + 64);
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Filter type 2 (difference to the line above) below the first line: cheap, and good for photographs.</summary>
    private static void Filter(ReadOnlySpan<byte> pixels, int y, int stride, int channels, Span<byte> line)
    {
        var row = pixels.Slice(y * stride, stride);
        if (y == 0)
        {
            line[0] = 1;
            for (var i = 0; i < stride; i++)
                line[i + 1] = (byte)(row[i] - (i >= channels ? row[i - channels] : 0));
            return;
        }

        var above = pixels.Slice((y - 1) * stride, stride);
        line[0] = 2;
        for (var i = 0; i < stride; i++)
            line[i + 1] = (byte)(row[i] - above[i]);
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
