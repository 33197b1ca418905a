using System.Text.Json;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;

namespace Cairn.Core.Safekeeping;

/// <summary>
/// Copies a data folder while a server may write to it. Each database is copied as of one moment, the catalog last, and
/// blobs before and after the catalog; what was answered before the backup began is in it.
/// </summary>
public static class StoreBackup
{
    private const string Unfinished = ".unfinished";

    /// <summary>
    /// Makes the folder <paramref name="target"/>, whole or not at all. Where <paramref name="link"/> is true, blobs on
    /// the same file system take no space of their own.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no data folder.</exception>
    /// <exception cref="IOException">The target exists already, or cannot be written.</exception>
    public static BackupManifest Run(
        string folder, string target, bool link, TimeProvider time, Action<string>? tell = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        var (source, final) = (Path.GetFullPath(folder), Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
        if (!File.Exists(Path.Combine(source, StoreFiles.Catalog)))
            throw new DirectoryNotFoundException($"{source} is no data folder of Cairn: it has no {StoreFiles.Catalog}.");
        if (Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any())
            throw new IOException($"{final} exists already and is not empty. Name a new folder for each backup.");
        var begun = time.GetUtcNow().ToUnixTimeMilliseconds();
        var building = final + Unfinished;
        if (Directory.Exists(building))
            Directory.Delete(building, recursive: true);
        Directory.CreateDirectory(building);
        try
        {
            var blobs = Bring(source, building, link, tell, cancellationToken);
            var versions = new Dictionary<string, long>();
            foreach (var name in StoreFiles.Databases)
            {
                cancellationToken.ThrowIfCancellationRequested();
                tell?.Invoke(name);
                versions[name] = SqliteFile.Copy(Path.Combine(source, name), Path.Combine(building, name));
            }

            // Once more: the catalog may name blobs that came after the first look.
            blobs += Bring(source, building, link, tell, cancellationToken);
            var manifest = new BackupManifest(BackupManifest.Form, begun, source, versions, blobs);
            Write(Path.Combine(building, BackupManifest.FileName), manifest);
            if (Directory.Exists(final))
                Directory.Delete(final);
            Directory.Move(building, final);
            BlobFiles.FlushFolder(Path.GetDirectoryName(final)!);
            return manifest;
        }
        catch
        {
            Directory.Delete(building, recursive: true);
            throw;
        }
    }

    private static long Bring(
        string source, string target, bool link, Action<string>? tell, CancellationToken cancellationToken)
    {
        tell?.Invoke(StoreFiles.Blobs);
        long brought = 0;
        var root = Path.Combine(target, StoreFiles.Blobs);
        Directory.CreateDirectory(root);
        foreach (var (sha256, path) in BlobFiles.List(Path.Combine(source, StoreFiles.Blobs)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (BlobFiles.Bring(path, root, sha256, link))
                    brought++;
            }
            catch (FileNotFoundException)
            {
                // Removed since it was listed; a catalog copied later does not name it.
            }
        }

        return brought;
    }

    private static void Write(string path, BackupManifest manifest)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, manifest, BackupJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
        BlobFiles.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
