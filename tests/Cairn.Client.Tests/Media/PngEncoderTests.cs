using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Cairn.Client.Media;

namespace Cairn.Client.Tests.Media;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 28, 28, 0)]
    [InlineData(3, 7, 5, 2)]
    [InlineData(4, 1, 9, 6)]
    [InlineData(1, 300, 1, 0)]
    public void Pixels_come_back(int channels, int width, int height, int colour)
    {
        var pixels = new byte[width * height * channels];
        new Random(1).NextBytes(pixels);
        var png = PngEncoder.Encode(pixels, width, height, channels);
        var chunks = Chunks(png);
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var header = chunks[0].Data;
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))));
        Assert.Equal([8, (byte)colour, 0, 0, 0], header[8..]);
        Assert.Equal(pixels, Unfilter(chunks[1].Data, width * channels, height, channels));
        Assert.Equal(new ImageHeader("png", width, height), ImageHeader.Read(png));
    }

    [Fact]
    public void The_checksum_is_the_one_png_asks_for()
    {
        // The last chunk of every PNG file is the same twelve bytes.
        var png = PngEncoder.Encode([0], 1, 1, 1);
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(png.AsSpan(png.Length - 12)));
    }

    [Fact]
    public void Grey_numbers_are_clamped()
    {
        var png = MediaImage.FromGray([-1f, 0f, 0.5f, 1f, 9f, float.NaN], 6, 1).Encode();
        Assert.Equal([0, 0, 128, 255, 255, 0], Unfilter(Chunks(png)[1].Data, 6, 1, 1));
    }

    [Theory]
    [InlineData("GIF89a\u0003\0\u0004\0", "gif", 3, 4)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", 0, 0)]
    public void Encoded_images_are_recognised(string start, string format, int width, int height)
    {
        var image = MediaImage.FromBytes(Encoding.Latin1.GetBytes(start));
        Assert.Null(image.Problem);
        Assert.Equal((format, width, height), (image.Format, image.Width, image.Height));
    }

    [Fact]
    public void A_jpeg_tells_its_size()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 5, 0, 6, 1, 1, 0x11, 0];
        Assert.Equal(new ImageHeader("jpeg", 6, 5), ImageHeader.Read(jpeg));
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }

    private static byte[] Unfilter(byte[] packed, int stride, int height, int channels)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            for (var x = 0; x < stride; x++)
            {
                var before = filter switch
                {
                    1 => x >= channels ? pixels[y * stride + x - channels] : 0,
                    2 => y > 0 ? pixels[(y - 1) * stride + x] : 0,
                    0 => 0,
                    _ => throw new InvalidDataException($"filter {filter}"),
                };
                pixels[y * stride + x] = (byte)(zlib.ReadByte() + before);
            }
        }

        Assert.Equal(-1, zlib.ReadByte());
        return pixels;
    }
}
