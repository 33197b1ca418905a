using System.IO.Compression;
using Cairn.Samples.FashionMnist.Data;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Data;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] TwoImages =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(1, 12).Select(i => (byte)i)];
    private static readonly byte[] FourLabels = [0, 0, 8, 1, 0, 0, 0, 4, 9, 0, 5, 1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_images_plain_and_gzipped_whatever_their_name()
    {
        foreach (var file in new[] { Write(TwoImages), Write(Gzip(TwoImages)) })
        {
            var images = IdxReader.ReadImages(file, 2, 3);
            Assert.Equal((2, 2, 3), (images.Count, images.Height, images.Width));
            Assert.Equal(Enumerable.Range(1, 12).Select(i => (byte)i), images.Pixels);
        }
    }

    [Fact]
    public void Reads_labels() => Assert.Equal([9, 0, 5, 1], IdxReader.ReadLabels(Write(FourLabels), 10));

    [Fact]
    public void Reads_what_the_writer_wrote()
    {
        var file = _folder.File("written.gz");
        IdxWriter.Write(file, [1, 2, 3, 4, 5, 6], 3, 1, 2);
        var images = IdxReader.ReadImages(file, 1, 2);
        Assert.Equal(3, images.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6], images.Pixels);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Refused(() => IdxReader.ReadLabels(_folder.File("none.gz"), 10), "none.gz: is missing");

    [Fact]
    public void A_folder_in_place_of_a_file_is_refused()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Refused(() => IdxReader.ReadLabels(_folder.File("images"), 10), "images: cannot be read");
    }

    [Fact]
    public void Labels_in_place_of_images_have_the_wrong_magic_number() =>
        Refused(() => IdxReader.ReadImages(Write(FourLabels), 2, 3),
            "wrong magic number 0x00000801: IDX images begin with 0x00000803");

    [Fact]
    public void Another_element_type_has_the_wrong_magic_number() =>
        Refused(() => IdxReader.ReadLabels(Write([0, 0, 9, 1, .. FourLabels[4..]]), 10),
            "wrong magic number 0x00000901");

    [Fact]
    public void Other_dimensions_are_refused() =>
        Refused(() => IdxReader.ReadImages(Write(TwoImages), 28, 28),
            "holds images of 2 x 3 pixels instead of 28 x 28");

    [Theory]
    [InlineData(0, "is truncated: 0 bytes where the header alone takes 16")]
    [InlineData(3, "is truncated: 3 bytes where the header alone takes 16")]
    [InlineData(15, "is truncated: 15 bytes where the header alone takes 16")]
    [InlineData(16, "is truncated: 0 bytes of data where the header declares 12")]
    [InlineData(27, "is truncated: 11 bytes of data where the header declares 12")]
    public void A_truncated_file_is_refused(int length, string problem) =>
        Refused(() => IdxReader.ReadImages(Write(TwoImages[..length]), 2, 3), problem);

    [Fact]
    public void Trailing_bytes_are_refused() =>
        Refused(() => IdxReader.ReadLabels(Write([.. FourLabels, 0]), 10),
            "has trailing bytes after the 4 that the header declares");

    [Fact]
    public void Trailing_bytes_inside_gzip_are_refused() =>
        Refused(() => IdxReader.ReadLabels(Write(Gzip([.. FourLabels, 0])), 10), "has trailing bytes after the 4");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2_000_000)]
    public void An_absurd_count_is_refused_before_memory_is_taken(int count)
    {
        var size = BitConverter.GetBytes(count).Reverse();
        Refused(() => IdxReader.ReadLabels(Write([0, 0, 8, 1, .. size]), 10), $"declares {count} items");
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused() =>
        Refused(() => IdxReader.ReadLabels(Write([0, 0, 8, 1, 0, 0, 0, 2, 3, 10]), 10),
            "label 10 at position 1 is not one of 0 to 9");

    [Fact]
    public void Every_way_to_cut_a_gzip_file_short_is_noticed()
    {
        var whole = Gzip(FourLabels);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<DatasetException>(() => IdxReader.ReadLabels(Write(whole[..length]), 10));
    }

    [Fact]
    public void A_flipped_bit_in_compressed_data_is_noticed()
    {
        var damaged = Gzip(TwoImages);
        damaged[damaged.Length / 2] ^= 0x10;
        Refused(() => IdxReader.ReadImages(Write(damaged), 2, 3), "the gzip stream is damaged");
    }

    [Fact]
    public void Something_after_the_gzip_stream_is_noticed() =>
        Refused(() => IdxReader.ReadLabels(Write([.. Gzip(FourLabels), 1, 2, 3, 4]), 10), "the gzip stream is damaged");

    private static void Refused(Action read, string problem)
    {
        var refusal = Assert.Throws<DatasetException>(read);
        Assert.Contains(problem, refusal.Message);
        Assert.StartsWith(refusal.File + ": ", refusal.Message);
    }

    private string Write(byte[] content)
    {
        var file = _folder.File(Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(file, content);
        return file;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }
}
