using System.Text.Json;
using Cairn.Storage.Blobs;

namespace Cairn.Core.Safekeeping;

/// <summary>Makes a data folder of a backup.</summary>
public static class StoreRestore
{
    private const string Unfinished = ".restoring";

    /// <summary>
    /// Copies a backup to a data folder that is missing or empty, checks the copy, and puts it in its place, whole or not
    /// at all. The backup stays as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no whole backup, or what it holds is damaged.</exception>
    /// <exception cref="IOException">The data folder is not empty, or cannot be written.</exception>
    public static async Task<CheckReport> RunAsync(
        string backup, string folder, Action<string>? tell = null, CancellationToken cancellationToken = default)
    {
        var (source, final) = (Path.GetFullPath(backup), Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var manifest = Read(source);
        if (Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any())
            throw new IOException($"{final} is not empty. Restore into a new folder, then start the server with --data.");
        var building = final + Unfinished;
        if (Directory.Exists(building))
            Directory.Delete(building, recursive: true);
        Directory.CreateDirectory(building);
        try
        {
            foreach (var name in manifest.Databases.Keys.Order(StringComparer.Ordinal))
            {
                tell?.Invoke(name);
                Copy(Path.Combine(source, Path.GetFileName(name)), Path.Combine(building, Path.GetFileName(name)));
            }

            var blobs = Path.Combine(building, StoreFiles.Blobs);
            Directory.CreateDirectory(blobs);
            foreach (var (sha256, path) in BlobFiles.List(Path.Combine(source, StoreFiles.Blobs)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                BlobFiles.Bring(path, blobs, sha256, link: false);
            }

            var report = await StoreCheck.RunAsync(building, tell, cancellationToken).ConfigureAwait(false);
            if (report.Blobs < manifest.Blobs)
                throw new InvalidDataException($"{source} holds {report.Blobs} of its {manifest.Blobs} blobs. Nothing was restored.");
            if (report.Findings.Count > 0)
            {
                throw new InvalidDataException(
                    $"{source} is damaged in {report.Findings.Count} places, first {report.Findings[0].File}: {report.Findings[0].Problem}. "
                    + "Nothing was restored; take an older backup.");
            }

            if (Directory.Exists(final))
                Directory.Delete(final);
            Directory.Move(building, final);
            BlobFiles.FlushFolder(Path.GetDirectoryName(final)!);
            return report with { Folder = final };
        }
        catch
        {
            if (Directory.Exists(building))
                Directory.Delete(building, recursive: true);
            throw;
        }
    }

    private static BackupManifest Read(string source)
    {
        var path = Path.Combine(source, BackupManifest.FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{source} is no whole backup: it has no {BackupManifest.FileName}.");
        BackupManifest? manifest;
        try
        {
            using var file = File.OpenRead(path);
            manifest = JsonSerializer.Deserialize(file, BackupJson.Default.BackupManifest);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} cannot be read: {exception.Message}", exception);
        }

        return manifest is { Version: BackupManifest.Form, Databases: not null }
            ? manifest
            : throw new InvalidDataException($"{path} is of another form than this Cairn knows. Use the newer Cairn that wrote it.");
    }

    private static void Copy(string source, string target)
    {
        File.Copy(source, target);
        using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
