using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cairn.Storage.Blobs;

/// <summary>The files of a blob folder as they lie there, for who checks or copies it while a server may use it.</summary>
public static partial class BlobFiles
{
    private const int DigestLength = 64;

    /// <summary>Digest and path of every whole blob, in the order of their digests.</summary>
    public static IEnumerable<(string Sha256, string Path)> List(string root)
    {
        if (!Directory.Exists(root))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(folder).Length != 2)
                continue;
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(file) is { Length: DigestLength } digest)
                    yield return (digest, file);
            }
        }
    }

    /// <summary>Where the blob of a digest lies.</summary>
    public static string PathOf(string root, string sha256) => Path.Combine(root, sha256[..2], sha256);

    /// <summary>Whether a blob's bytes are those its name says.</summary>
    public static async Task<bool> IsWholeAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (file.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == sha256;
    }

    /// <summary>
    /// Brings a blob into another blob folder, by a second name of the same file where <paramref name="link"/> allows it
    /// and the file system can, else by a flushed copy. Answers false when it is there already.
    /// </summary>
    public static bool Bring(string source, string targetRoot, string sha256, bool link)
    {
        var target = PathOf(targetRoot, sha256);
        if (File.Exists(target))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (link && !OperatingSystem.IsWindows() && Link(source, target) == 0)
            return true;
        var partial = target + ".partial";
        File.Copy(source, partial, overwrite: true);
        using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(partial, target);
        return true;
    }

    /// <summary>Flushes a folder's own entries to disk.</summary>
    public static void FlushFolder(string folder) => DirectorySync.Flush(folder);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
