using System.Security.Cryptography;

namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// Images with their classes, as they are stored: <paramref name="Pixels"/> is [count x 784] bytes, 0 to 255, and
/// <paramref name="Labels"/> is [count], each 0 to 9.
/// </summary>
internal sealed record LabelledImages(byte[] Pixels, byte[] Labels)
{
    /// <summary>Height and width of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>Pixels of an image.</summary>
    public const int PixelsEach = Side * Side;

    /// <summary>How many images there are.</summary>
    public int Count => Labels.Length;

    /// <summary>The 784 pixels of image <paramref name="index"/>, row after row.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * PixelsEach, PixelsEach);

    /// <summary>The images at <paramref name="indices"/>, in that order.</summary>
    public LabelledImages Pick(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[indices.Length * PixelsEach];
        var labels = new byte[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * PixelsEach));
            labels[i] = Labels[indices[i]];
        }

        return new LabelledImages(pixels, labels);
    }

    /// <summary>
    /// SHA-256 over the pixels and then the labels, 64 hexadecimal digits; the same however the files were compressed.
    /// </summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Pixels);
        hash.AppendData(Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
