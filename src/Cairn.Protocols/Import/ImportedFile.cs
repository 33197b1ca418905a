namespace Cairn.Protocols.Import;

/// <summary>A file to bring over.</summary>
/// <param name="Path">Where it goes among the run's files.</param>
/// <param name="Size">Bytes; null when unknown.</param>
/// <param name="LocalPath">Where it lies on this machine; null when it has to be fetched.</param>
/// <param name="Open">Opens its bytes for reading once.</param>
internal sealed record ImportedFile(
    string Path, long? Size, string? LocalPath, Func<CancellationToken, Task<Stream>> Open)
{
    /// <summary>All files below a folder, by path; links are followed, and none may lead round in a circle.</summary>
    public static IEnumerable<ImportedFile> Below(string folder, string prefix = "")
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 64, AttributesToSkip = 0, IgnoreInaccessible = false,
        };
        return Directory.EnumerateFiles(folder, "*", options)
            .Order(StringComparer.Ordinal)
            .Select(path => Local(prefix + System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), path));
    }

    /// <summary>A file of this machine.</summary>
    public static ImportedFile Local(string path, string localPath) => new(
        path,
        Length(localPath),
        localPath,
        _ => Task.FromResult<Stream>(new FileStream(
            localPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous)));

    // A link's own length is that of a path: W&B's client saves files as links, which have to be known again by what they lead to.
    private static long? Length(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            return target is FileInfo { Exists: true } file ? file.Length : null;
        }
        catch (IOException)
        {
            return null; // opening it says why
        }
    }
}
