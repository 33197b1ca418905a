using System.Buffers;
using System.Security.Cryptography;
using Cairn.Storage.Catalog;

namespace Cairn.Storage.Blobs;

/// <summary>
/// Content-addressed files in a folder: written under a temporary name, flushed to disk, then renamed, so that a blob
/// that can be seen is whole. Equal contents are kept once.
/// </summary>
public sealed class BlobStore
{
    private const int BufferBytes = 128 * 1024;
    private const long HeldMilliseconds = 10 * 60 * 1000;
    private readonly string _root;
    private readonly string _incoming;
    private readonly DiskSpace? _space;
    private readonly Lock _gate = new();

    // Contents that came again, and when: whoever sent them counts on their being here, though he has not said so yet.
    private readonly Dictionary<string, long> _again = [];

    private BlobStore(string root, DiskSpace? space)
    {
        _root = root;
        _space = space;
        _incoming = Path.Combine(root, "incoming");
    }

    private const int NoSpace = 28; // ENOSPC
    private const int NoSpaceWindows = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int QuotaPassed = 122; // EDQUOT

    /// <summary>
    /// Opens the folder and clears away what unfinished writes of an earlier process left. When <paramref name="space"/>
    /// is low, writes are refused.
    /// </summary>
    public static BlobStore Open(string root, DiskSpace? space = null)
    {
        var store = new BlobStore(Path.GetFullPath(root), space);
        Directory.CreateDirectory(store._incoming);
        foreach (var leftover in Directory.EnumerateFiles(store._incoming))
            File.Delete(leftover);
        return store;
    }

    /// <summary>
    /// Keeps the bytes of other blobs, one after the other, as a blob of their own; the others stay as they are.
    /// </summary>
    /// <exception cref="FileNotFoundException">One of them is not here; nothing was kept.</exception>
    /// <exception cref="StorageUnavailableException">The disk is full; nothing was kept.</exception>
    public async Task<Blob> JoinAsync(IReadOnlyList<string> sha256, CancellationToken cancellationToken = default)
    {
        var joined = new JoinedStream(sha256, digest =>
            OpenRead(digest) ?? throw new FileNotFoundException($"There is no blob {digest}.", PathOf(digest)));
        await using (joined.ConfigureAwait(false))
            return await WriteAsync(joined, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps all bytes of <paramref name="content"/> and completes once they are on disk.</summary>
    /// <exception cref="BlobTooLargeException">It has more than <paramref name="limit"/> bytes; nothing was kept.</exception>
    /// <exception cref="StorageUnavailableException">The disk is full; nothing was kept.</exception>
    public async Task<Blob> WriteAsync(
        Stream content, long limit = long.MaxValue, CancellationToken cancellationToken = default)
    {
        var temporary = Path.Combine(_incoming, Guid.NewGuid().ToString("n"));
        try
        {
            var blob = await CopyAsync(content, temporary, limit, cancellationToken).ConfigureAwait(false);
            var target = PathOf(blob.Sha256);
            lock (_gate)
            {
                if (File.Exists(target))
                    _again[blob.Sha256] = Environment.TickCount64;
                else
                    Publish(temporary, target);
            }

            return blob;
        }
        catch (IOException exception) when (exception.HResult is NoSpace or NoSpaceWindows or QuotaPassed)
        {
            throw new StorageUnavailableException(
                $"The disk of {_root} is full: nothing of this was kept. Make space on it, and send it again.", diskFull: true, exception);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a blob for reading, or null when there is none of that digest.</summary>
    public FileStream? OpenRead(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes a blob that nothing refers to and answers the bytes freed, 0 when it was gone already; null when it stays
    /// for now, because the same content came again within the last ten minutes.
    /// </summary>
    public long? Delete(string sha256)
    {
        lock (_gate)
        {
            if (_again.Remove(sha256, out var came) && Environment.TickCount64 - came < HeldMilliseconds)
            {
                _again[sha256] = came;
                return null;
            }

            var file = new FileInfo(PathOf(sha256));
            if (!file.Exists)
                return 0;
            var bytes = file.Length;
            file.Delete();
            return bytes;
        }
    }

    /// <summary>Where a blob lies on disk, for answers that the operating system sends by itself.</summary>
    public string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256);

    private async Task<Blob> CopyAsync(
        Stream content, string path, long limit, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
#pragma warning disable CA5351 // MD5 names contents in foreign protocols; nothing here trusts it.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long size = 0;
            await using var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (_space?.Refusal() is { } refusal)
                    throw refusal;
                size += read;
                if (size > limit)
                    throw new BlobTooLargeException(limit);
                sha256.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            file.Flush(flushToDisk: true);
            return new Blob(
                Convert.ToHexStringLower(sha256.GetHashAndReset()), size, Convert.ToBase64String(md5.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Publish(string temporary, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        File.Move(temporary, target, overwrite: true);
        DirectorySync.Flush(folder);
        if (isNew)
            DirectorySync.Flush(Path.GetDirectoryName(folder)!);
    }
}
