using System.Security.Cryptography;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;

namespace Cairn.Storage.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Bytes_are_found_by_their_digests_and_kept_once()
    {
        var store = BlobStore.Open(_folder.FullName);
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var blob = await store.WriteAsync(new MemoryStream(bytes));
        var again = await store.WriteAsync(new MemoryStream(bytes));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), blob.Sha256);
#pragma warning disable CA5351
        Assert.Equal(Convert.ToBase64String(MD5.HashData(bytes)), blob.Md5);
#pragma warning restore CA5351
        Assert.Equal(blob, again);
        Assert.Single(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));
        await using var read = store.OpenRead(blob.Sha256)!;
        var copy = new byte[bytes.Length];
        await read.ReadExactlyAsync(copy);
        Assert.Equal(bytes, copy);
        Assert.Null(store.OpenRead(new string('0', 64)));
    }

    [Fact]
    public async Task Too_many_bytes_or_a_broken_upload_leave_nothing()
    {
        var store = BlobStore.Open(_folder.FullName);
        await Assert.ThrowsAsync<BlobTooLargeException>(() => store.WriteAsync(new MemoryStream(new byte[2000]), limit: 1999));
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync(new BreakingStream()));
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Leftovers_of_a_killed_process_are_cleared_at_start()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "incoming"));
        File.WriteAllText(Path.Combine(_folder.FullName, "incoming", "half"), "x");
        BlobStore.Open(_folder.FullName);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_disk_below_its_reserve_takes_no_more_and_recovers()
    {
        long free = 1000;
        var time = new SteppedTime();
        var store = BlobStore.Open(_folder.FullName, new DiskSpace(_folder.FullName, 500, time, () => free));
        var kept = await store.WriteAsync(new MemoryStream(new byte[3000]));
        free = 499;
        time.Step(TimeSpan.FromSeconds(1));
        var full = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.WriteAsync(new MemoryStream(new byte[2000])));
        Assert.True(full.DiskFull);
        Assert.Contains("Make space", full.Message);
        await using (var read = store.OpenRead(kept.Sha256)!)
            Assert.Equal(3000, read.Length);
        Assert.Single(Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories));
        free = 500;
        time.Step(TimeSpan.FromSeconds(1));
        await store.WriteAsync(new MemoryStream(new byte[2000]));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 3 ? ValueTask.FromResult(buffer.Length) : throw new IOException("the connection broke");
    }
}
