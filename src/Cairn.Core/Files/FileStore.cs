using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Files;

/// <summary>Reads and writes the files of runs: a name in the catalog, bytes in the blob store.</summary>
public sealed class FileStore(SqliteDatabase catalog, BlobStore blobs, RunStore runs, TimeProvider time)
{
    private const string Columns =
        "path AS Path, size AS Size, sha256 AS Sha256, md5 AS Md5, content_type AS ContentType, updated_at AS UpdatedAt";

    internal static Migration Schema { get; } = new(
        "files",
        """
        CREATE TABLE run_file (
            run_id INTEGER NOT NULL REFERENCES run (id),
            path TEXT NOT NULL,
            size INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            md5 TEXT NOT NULL,
            content_type TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (run_id, path)) WITHOUT ROWID;
        CREATE INDEX run_file_blob ON run_file (sha256);
        """);

    /// <summary>The files of a run whose path begins so, by path.</summary>
    public IReadOnlyList<RunFile> List(Caller caller, long run, string prefix = "") =>
        catalog.Read(db => db.Query<RunFile>(
            $"""
            SELECT {Columns} FROM run_file
            WHERE run_id = @run AND path >= @prefix AND substr(path, 1, length(@prefix)) = @prefix ORDER BY path
            """,
            new { run, prefix }).ToList());

    /// <summary>One file of a run; null when there is none of that path.</summary>
    public RunFile? Find(Caller caller, long run, string path) =>
        catalog.Read(db => db.QuerySingleOrDefault<RunFile>(
            $"SELECT {Columns} FROM run_file WHERE run_id = @run AND path = @path", new { run, path }));

    /// <summary>Bytes of the files of a team's runs; content that several share is counted for each.</summary>
    public long SizeOf(Caller caller, string team) => catalog.Read(db => db.ExecuteScalar<long>(
        """
        SELECT coalesce(sum(f.size), 0) FROM run_file f JOIN run r ON r.id = f.run_id JOIN project p ON p.id = r.project_id
        WHERE p.team = @team
        """,
        new { team }));

    /// <summary>Opens a file's bytes; null when they are gone from the blob store.</summary>
    public FileStream? OpenRead(RunFile file) => blobs.OpenRead(file.Sha256);

    /// <summary>Keeps all bytes of <paramref name="content"/> under a path, replacing what was there.</summary>
    public async Task<Outcome<RunFile>> WriteAsync(
        Caller caller, long run, string path, Stream content, string? contentType,
        CancellationToken cancellationToken = default)
    {
        if (FileRules.CheckPath(path) is { } refusal)
            return refusal;
        if (runs.Find(caller, run) is not { } owner)
            return Refusal.NotFound($"There is no run with id {run}.");
        if (owner.DeletedAt is not null)
            return Refusal.Deleted($"Run {owner.Uid} is in the trash.", "Restore it first.");
        var blob = await blobs.WriteAsync(content, long.MaxValue, cancellationToken).ConfigureAwait(false);
        var file = new RunFile(
            path, blob.Size, blob.Sha256, blob.Md5, ContentTypes.Choose(path, contentType),
            time.GetUtcNow().ToUnixTimeMilliseconds());
        await catalog.WriteAsync(
            db => db.Execute(
                """
                INSERT OR REPLACE INTO run_file (run_id, path, size, sha256, md5, content_type, updated_at)
                VALUES (@run, @Path, @Size, @Sha256, @Md5, @ContentType, @UpdatedAt)
                """,
                new { run, file.Path, file.Size, file.Sha256, file.Md5, file.ContentType, file.UpdatedAt }),
            cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Gives a run the files below a path that another has, where it has none of that path; no bytes are copied.</summary>
    public Task CopyAsync(Caller caller, long from, long to, string prefix, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                """
                INSERT OR IGNORE INTO run_file (run_id, path, size, sha256, md5, content_type, updated_at)
                SELECT @to, path, size, sha256, md5, content_type, updated_at FROM run_file
                WHERE run_id = @from AND substr(path, 1, length(@prefix)) = @prefix
                """,
                new { from, to, prefix }),
            cancellationToken);

    /// <summary>Removes a file, or with a path that ends in '/' all below it; answers how many went.</summary>
    public Task<int> DeleteAsync(
        Caller caller, long run, string path, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                path.EndsWith('/')
                    ? "DELETE FROM run_file WHERE run_id = @run AND substr(path, 1, length(@path)) = @path"
                    : "DELETE FROM run_file WHERE run_id = @run AND path = @path",
                new { run, path }),
            cancellationToken);
}
