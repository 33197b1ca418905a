using System.Buffers.Binary;
using System.IO.Compression;

namespace Cairn.Baselines.Data;

/// <summary>Reads IDX files, as MNIST and its kin come in, also gzipped.</summary>
internal static class IdxFile
{
    /// <summary>Rows of numbers: [first axis x all others].</summary>
    public static (int Rows, int Width, float[] Values) Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var memory = new MemoryStream();
        try
        {
            stream.CopyTo(memory);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"{path} is no gzip file.", exception);
        }

        var bytes = memory.ToArray();
        if (bytes.Length < 8 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] is 0 or > 4 || bytes.Length < 4 + (4 * bytes[3]))
            throw new DataException($"{path} is no IDX file of bytes.");
        long rows = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)), width = 1;
        for (var axis = 1; axis < bytes[3]; axis++)
            width *= BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * axis)));
        var from = 4 + (4 * bytes[3]);
        if (rows <= 0 || width <= 0 || bytes.Length - from != rows * width)
            throw new DataException($"{path} holds {bytes.Length - from} bytes where its header says {rows} x {width}.");
        var values = new float[rows * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[from + i];
        return ((int)rows, (int)width, values);
    }

    public static bool Is(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        return name.Contains("idx", StringComparison.Ordinal) || name.Contains("ubyte", StringComparison.Ordinal);
    }
}
