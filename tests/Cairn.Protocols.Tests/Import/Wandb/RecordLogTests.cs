using System.Text;
using Cairn.Protocols.Import.Wandb;

namespace Cairn.Protocols.Tests.Import.Wandb;

public sealed class RecordLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _damaged = [];
    private readonly List<string> _cut = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checksum_is_that_of_the_standard() =>
        Assert.Equal(0xCBF43926u, Crc32.Of((byte)'1', "23456789"u8));

    [Fact]
    public void Reads_records_of_every_length_over_block_bounds()
    {
        int[] sizes = [0, 1, 32_740, 5, 12, 32_761, 100_000, 3, 65_522, 7];
        var writer = new RunFileWriter();
        foreach (var size in sizes)
            writer.Add(Encoding.ASCII.GetBytes(new string((char)('a' + (size % 26)), size)));
        var read = Read(writer.ToArray());
        Assert.Equal(sizes, read.Select(record => record.Length));
        Assert.All(read, record => Assert.True(record.All(value => value == 'a' + (record.Length % 26))));
        Assert.Empty(_damaged);
        Assert.Empty(_cut);
    }

    [Fact]
    public void Reads_all_before_a_torn_end()
    {
        var writer = new RunFileWriter();
        writer.Add("first"u8);
        writer.Add(new byte[50_000]);
        var whole = writer.ToArray();
        for (var length = 20; length < whole.Length; length += 997)
        {
            _cut.Clear();
            Assert.Single(Read(whole[..length]));
            Assert.Single(_cut);
        }

        Assert.Empty(_damaged);
    }

    [Fact]
    public void Loses_no_more_than_the_block_of_a_damaged_byte()
    {
        var writer = new RunFileWriter();
        for (var i = 0; i < 10; i++)
            writer.Add(new byte[8185]);
        var bytes = writer.ToArray();
        bytes[10_000] ^= 1;
        var read = Read(bytes);
        Assert.Contains("checksum", Assert.Single(_damaged), StringComparison.Ordinal);
        Assert.InRange(read.Count, 6, 8);
    }

    [Fact]
    public void Refuses_other_files()
    {
        Assert.Throws<InvalidDataException>(() => Read([1, 2, 3]));
        Assert.Throws<InvalidDataException>(() => Read(":W&B\u0001\u0002\u0003"u8.ToArray()));
    }

    private List<byte[]> Read(byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, "run.wandb");
        File.WriteAllBytes(path, bytes);
        return [.. new RecordLog(path, _damaged.Add, _cut.Add).Read().Select(record => record.ToArray())];
    }
}
