using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series.Soundness;

namespace Cairn.Core.Safekeeping;

/// <summary>Looks at everything in a data folder: structure, checksums, digests, references. A server may be using it.</summary>
public static class StoreCheck
{
    private const string NamedBlobs =
        """
        SELECT DISTINCT sha256 FROM run_file UNION SELECT sha256 FROM loose_file UNION SELECT sha256 FROM artifact_content
        """;

    /// <summary>Checks a folder; <paramref name="tell"/> hears what is being looked at. Changes nothing.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no data folder.</exception>
    public static async Task<CheckReport> RunAsync(
        string folder, Action<string>? tell = null, CancellationToken cancellationToken = default)
    {
        var root = Path.GetFullPath(folder);
        if (!File.Exists(Path.Combine(root, StoreFiles.Catalog)))
            throw new DirectoryNotFoundException($"{root} is no data folder of Cairn: it has no {StoreFiles.Catalog}.");
        var findings = new List<CheckFinding>();
        var databases = 0;
        long parts = 0;
        foreach (var name in StoreFiles.Databases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(root, name);
            if (!File.Exists(path))
            {
                findings.Add(new CheckFinding(name, "the file is missing"));
                continue;
            }

            tell?.Invoke($"{name}: structure");
            databases++;
            findings.AddRange(SqliteFile.Check(path).Select(problem => new CheckFinding(name, problem)));
        }

        if (File.Exists(Path.Combine(root, StoreFiles.Points)))
        {
            tell?.Invoke($"{StoreFiles.Points}: checksums");
            try
            {
                findings.AddRange(SeriesCheck.Run(Path.Combine(root, StoreFiles.Points), seen => parts = seen)
                    .Select(problem => new CheckFinding(StoreFiles.Points, problem)));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                findings.Add(new CheckFinding(StoreFiles.Points, $"it cannot be read to its end: {exception.Message}"));
            }
        }

        var blobs = await BlobsAsync(root, findings, tell, cancellationToken).ConfigureAwait(false);
        return new CheckReport(root, databases, parts, blobs, findings);
    }

    private static async Task<long> BlobsAsync(
        string root, List<CheckFinding> findings, Action<string>? tell, CancellationToken cancellationToken)
    {
        tell?.Invoke($"{StoreFiles.Blobs}: digests");
        var folder = Path.Combine(root, StoreFiles.Blobs);
        long count = 0;
        foreach (var (sha256, path) in BlobFiles.List(folder))
        {
            try
            {
                if (!await BlobFiles.IsWholeAsync(path, sha256, cancellationToken).ConfigureAwait(false))
                    findings.Add(new CheckFinding($"{StoreFiles.Blobs}/{sha256}", "its bytes do not fit its name"));
                count++;
            }
            catch (FileNotFoundException)
            {
                // Removed since it was listed.
            }
            catch (IOException exception)
            {
                findings.Add(new CheckFinding($"{StoreFiles.Blobs}/{sha256}", $"it cannot be read: {exception.Message}"));
            }
        }

        try
        {
            foreach (var sha256 in SqliteFile.Texts(Path.Combine(root, StoreFiles.Catalog), NamedBlobs))
            {
                if (!File.Exists(BlobFiles.PathOf(folder, sha256)))
                    findings.Add(new CheckFinding($"{StoreFiles.Blobs}/{sha256}", "a file or an artifact names it, but it is not there"));
            }
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException)
        {
            findings.Add(new CheckFinding(StoreFiles.Catalog, $"its files cannot be listed: {exception.Message}"));
        }

        return count;
    }
}
