using Cairn.Core.Access;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Files;

/// <summary>
/// Reads and writes files that belong to no run, by a path of the whole server: what clients put beside runs, such as
/// the files of logged models and traces.
/// </summary>
public sealed class LooseFileStore(SqliteDatabase catalog, BlobStore blobs, TimeProvider time)
{
    private const string Columns =
        "path AS Path, size AS Size, sha256 AS Sha256, md5 AS Md5, content_type AS ContentType, updated_at AS UpdatedAt";

    internal static Migration Schema { get; } = new(
        "loose files",
        """
        CREATE TABLE loose_file (
            path TEXT NOT NULL PRIMARY KEY,
            size INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            md5 TEXT NOT NULL,
            content_type TEXT NOT NULL,
            updated_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX loose_file_blob ON loose_file (sha256);
        """);

    /// <summary>The files below a folder, by path; the folder is empty or ends in '/'.</summary>
    public IReadOnlyList<RunFile> List(Caller caller, string folder) =>
        catalog.Read(db => db.Query<RunFile>(
            $"""
            SELECT {Columns} FROM loose_file
            WHERE path >= @folder AND path < @end ORDER BY path
            """,
            new { folder, end = After(folder) }).ToList());

    /// <summary>The file of that path; null when there is none.</summary>
    public RunFile? Find(Caller caller, string path) =>
        catalog.Read(db => db.QuerySingleOrDefault<RunFile>(
            $"SELECT {Columns} FROM loose_file WHERE path = @path", new { path }));

    /// <summary>Keeps all bytes of <paramref name="content"/> under a path, replacing what was there.</summary>
    public async Task<Outcome<RunFile>> WriteAsync(
        Caller caller, string path, Stream content, string? contentType, CancellationToken cancellationToken = default)
    {
        if (FileRules.CheckPath(path) is { } refusal)
            return refusal;
        var blob = await blobs.WriteAsync(content, long.MaxValue, cancellationToken).ConfigureAwait(false);
        var file = new RunFile(
            path, blob.Size, blob.Sha256, blob.Md5, ContentTypes.Choose(path, contentType),
            time.GetUtcNow().ToUnixTimeMilliseconds());
        await catalog.WriteAsync(
            db => db.Execute(
                """
                INSERT OR REPLACE INTO loose_file (path, size, sha256, md5, content_type, updated_at)
                VALUES (@Path, @Size, @Sha256, @Md5, @ContentType, @UpdatedAt)
                """,
                file),
            cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Removes a file, or all below a folder of that path; answers how many went.</summary>
    public Task<int> DeleteAsync(Caller caller, string path, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                "DELETE FROM loose_file WHERE path = @path OR (path >= @folder AND path < @end)",
                new { path, folder = path + "/", end = After(path + "/") }),
            cancellationToken);

    // What sorts right after everything below a folder: '0' follows '/'.
    private static string After(string folder) => folder.Length == 0 ? "\U0010FFFF" : folder[..^1] + "0";
}
