using Cairn.Client.Media;

namespace Cairn.Client;

/// <summary>
/// An image to log. Pixels are copied when the image is made and encoded in the background; what is wrong with an
/// image is reported as a warning when it is logged, never thrown.
/// </summary>
public sealed class MediaImage
{
    private readonly byte[] _bytes;
    private readonly int _channels;

    private MediaImage(byte[] bytes, int width, int height, int channels, string format, string? caption)
    {
        _bytes = bytes;
        _channels = channels;
        Width = width;
        Height = height;
        Format = format;
        Caption = caption;
    }

    private MediaImage(string problem)
        : this([], 0, 0, 0, "", null) => Problem = problem;

    /// <summary>Width in pixels; 0 where the file's header does not tell.</summary>
    public int Width { get; }

    /// <summary>Height in pixels; 0 where the file's header does not tell.</summary>
    public int Height { get; }

    /// <summary><c>png</c>, <c>jpeg</c>, <c>gif</c>, <c>webp</c>, <c>bmp</c>, <c>svg</c>.</summary>
    public string Format { get; }

    /// <summary>Text shown with the image.</summary>
    public string? Caption { get; }

    /// <summary>Why the image cannot be logged, or null.</summary>
    internal string? Problem { get; }

    /// <summary>Memory the image holds until it is written.</summary>
    internal long Bytes => _bytes.Length;

    /// <summary>Grayscale pixels, row by row, 0 black to 255 white; width x height bytes.</summary>
    public static MediaImage FromGray(ReadOnlySpan<byte> pixels, int width, int height, string? caption = null) =>
        FromPixels(pixels, width, height, 1, caption);

    /// <summary>Grayscale pixels, row by row, 0 black to 1 white (clamped); width x height numbers.</summary>
    public static MediaImage FromGray(ReadOnlySpan<float> pixels, int width, int height, string? caption = null)
    {
        var bytes = new byte[pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = float.IsNaN(pixels[i]) ? (byte)0 : (byte)Math.Clamp(pixels[i] * 255f + 0.5f, 0f, 255f);
        return Owned(bytes, width, height, 1, caption);
    }

    /// <summary>Red, green, blue interleaved, row by row; width x height x 3 bytes.</summary>
    public static MediaImage FromRgb(ReadOnlySpan<byte> pixels, int width, int height, string? caption = null) =>
        FromPixels(pixels, width, height, 3, caption);

    /// <summary>Red, green, blue, opacity interleaved, row by row; width x height x 4 bytes.</summary>
    public static MediaImage FromRgba(ReadOnlySpan<byte> pixels, int width, int height, string? caption = null) =>
        FromPixels(pixels, width, height, 4, caption);

    /// <summary>An encoded image (PNG, JPEG, GIF, WebP, BMP or SVG); the format is read from the bytes.</summary>
    public static MediaImage FromBytes(ReadOnlySpan<byte> encoded, string? caption = null)
    {
        var bytes = encoded.ToArray();
        return ImageHeader.Read(bytes) is { } header
            ? new MediaImage(bytes, header.Width, header.Height, 0, header.Format, caption)
            : new MediaImage("the bytes are no PNG, JPEG, GIF, WebP, BMP or SVG image");
    }

    /// <summary>An encoded image file, read at once.</summary>
    public static MediaImage FromFile(string path, string? caption = null)
    {
        try
        {
            return FromBytes(File.ReadAllBytes(path), caption);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new MediaImage($"the image file '{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>The image as the bytes of a file of <see cref="Format"/>.</summary>
    internal byte[] Encode() => _channels == 0 ? _bytes : PngEncoder.Encode(_bytes, Width, Height, _channels);

    private static MediaImage FromPixels(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, string? caption) =>
        Owned(pixels.ToArray(), width, height, channels, caption);

    private static MediaImage Owned(byte[] pixels, int width, int height, int channels, string? caption) =>
        width > 0 && height > 0 && pixels.Length == (long)width * height * channels
            ? new MediaImage(pixels, width, height, channels, "png", caption)
            : new MediaImage(
                $"{width} x {height} pixels of {channels} bytes do not fit {pixels.Length} bytes of pixel data");
}
