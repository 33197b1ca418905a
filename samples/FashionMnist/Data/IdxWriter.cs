using System.Buffers.Binary;
using System.IO.Compression;

namespace Cairn.Samples.FashionMnist.Data;

/// <summary>Writes gzipped IDX files of unsigned bytes, the kind that <see cref="IdxReader"/> reads.</summary>
internal static class IdxWriter
{
    /// <summary>
    /// Writes <paramref name="elements"/>, whose number is the product of <paramref name="sizes"/>, over
    /// <paramref name="file"/>.
    /// </summary>
    public static void Write(string file, ReadOnlySpan<byte> elements, params ReadOnlySpan<int> sizes)
    {
        Span<byte> header = stackalloc byte[4 + 4 * sizes.Length];
        header[..4].Clear();
        (header[2], header[3]) = (0x08, (byte)sizes.Length);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header[(4 + 4 * i)..], sizes[i]);
        using var stored = File.Create(file);
        using var content = new GZipStream(stored, CompressionLevel.SmallestSize);
        content.Write(header);
        content.Write(elements);
    }
}
