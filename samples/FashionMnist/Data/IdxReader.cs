using System.Buffers.Binary;
using System.IO.Compression;

namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// Reads the IDX files of the MNIST family, plain or gzipped (told by content, not by name). An IDX file is a magic
/// number (0, 0, type of the elements, number of dimensions), one big-endian int32 a dimension, then the elements.
/// Whatever is not exactly that is refused with a <see cref="DatasetException"/>.
/// </summary>
internal static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const int MostItems = 1_000_000;

    /// <summary>
    /// Reads images of shape [count x height x width]; other heights or widths than those given are refused.
    /// </summary>
    public static IdxImages ReadImages(string file, int height, int width)
    {
        var (sizes, pixels) = Read(file, dimensions: 3, sizes => sizes[1] == height && sizes[2] == width
            ? null
            : $"holds images of {sizes[1]} x {sizes[2]} pixels instead of {height} x {width}");
        return new IdxImages(sizes[0], height, width, pixels);
    }

    /// <summary>Reads labels of shape [count]; labels of <paramref name="classes"/> or more are refused.</summary>
    public static byte[] ReadLabels(string file, int classes)
    {
        var (_, labels) = Read(file, dimensions: 1, _ => null);
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0
            ? labels
            : throw new DatasetException(
                file, $"label {labels[wrong]} at position {wrong} is not one of 0 to {classes - 1}");
    }

    private static (int[] Sizes, byte[] Elements) Read(string file, int dimensions, Func<int[], string?> objection)
    {
        try
        {
            using var stored = File.OpenRead(file);
            var gzipped = stored.ReadByte() == 0x1f && stored.ReadByte() == 0x8b;
            stored.Position = 0;
            if (!gzipped) return ReadContent(file, stored, dimensions, objection);
            using var content = new GZipStream(stored, CompressionMode.Decompress);
            var read = ReadContent(file, content, dimensions, objection);
            CheckGzipLength(file, stored, 4 + 4 * dimensions + read.Elements.Length);
            return read;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(file, "is missing", e);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException(file, $"the gzip stream is damaged ({e.Message.TrimEnd('.')})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(file, $"cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static (int[] Sizes, byte[] Elements) ReadContent(
        string file, Stream content, int dimensions, Func<int[], string?> objection)
    {
        var header = new byte[4 + 4 * dimensions];
        var length = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (length >= 4) CheckMagic(file, header.AsSpan(0, 4), dimensions);
        if (length < header.Length)
            throw new DatasetException(
                file, $"is truncated: {length} bytes where the header alone takes {header.Length}");

        var sizes = new int[dimensions];
        for (var i = 0; i < dimensions; i++) sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i));
        if (sizes[0] is < 1 or > MostItems)
            throw new DatasetException(file, $"declares {sizes[0]} items, which is not between 1 and {MostItems}");
        if (objection(sizes) is { } problem) throw new DatasetException(file, problem);

        var elements = new byte[sizes.Aggregate(1L, (product, size) => product * size)];
        var present = content.ReadAtLeast(elements, elements.Length, throwOnEndOfStream: false);
        if (present < elements.Length)
            throw new DatasetException(
                file, $"is truncated: {present} bytes of data where the header declares {elements.Length}");
        if (content.ReadByte() >= 0)
            throw new DatasetException(
                file, $"has trailing bytes after the {elements.Length} that the header declares");
        return (sizes, elements);
    }

    private static void CheckMagic(string file, ReadOnlySpan<byte> magic, int dimensions)
    {
        if (magic is [0, 0, UnsignedByte, var found] && found == dimensions) return;
        var kind = dimensions == 3 ? "images" : "labels";
        throw new DatasetException(file,
            $"wrong magic number 0x{Convert.ToHexString(magic)}: IDX {kind} begin with 0x000008{dimensions:X2}");
    }

    /// <summary>
    /// The last four bytes of a gzip file are its length modulo 2^32; .NET reads a file cut short there without
    /// complaint.
    /// </summary>
    private static void CheckGzipLength(string file, FileStream stored, long length)
    {
        stored.Seek(-4, SeekOrigin.End);
        var last = new byte[4];
        stored.ReadExactly(last);
        if (BinaryPrimitives.ReadUInt32LittleEndian(last) != unchecked((uint)length))
            throw new DatasetException(file, "the gzip stream is damaged (its end is missing or something follows it)");
    }
}
