using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Trash;

/// <summary>
/// File contents that may have to go. They are noted in the transaction that takes away their names, so that a crash
/// forgets none.
/// </summary>
public sealed class DoomedBlobs(SqliteDatabase catalog, BlobStore blobs)
{
    private const int AtOnce = 200;

    /// <summary>Removes those that nothing names any more; one that came again in the last minutes waits for the next call.</summary>
    public async Task<TrashSpace> RemoveAsync(CancellationToken cancellationToken = default)
    {
        var doomed = catalog.Read(db => db.Query<(string Digest, long Size)>("SELECT digest, size FROM doomed_blob").ToList());
        long files = 0, bytes = 0;
        foreach (var some in doomed.Chunk(AtOnce))
        {
            // On the writer, so that no file gets its name between the question and the deletion.
            var removed = await catalog.WriteAsync(
                db =>
                {
                    var holders = db.Query<string>(
                        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'sha256'").ToList();
                    var done = new List<(string Digest, long? Bytes)>();
                    foreach (var (digest, _) in some)
                    {
                        if (holders.Any(table => db.ExecuteScalar<long>($"SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE sha256 = @digest)", new { digest }) != 0))
                            done.Add((digest, null));
                        else if (blobs.Delete(digest) is { } freed)
                            done.Add((digest, freed));
                    }

                    db.Execute("DELETE FROM doomed_blob WHERE digest IN @digests", new { digests = done.Select(one => one.Digest) });
                    return done;
                },
                cancellationToken).ConfigureAwait(false);
            files += removed.Count(one => one.Bytes is > 0);
            bytes += removed.Sum(one => one.Bytes ?? 0);
        }

        return new TrashSpace(files, bytes, 0, 0, 0, 0, 0);
    }

    /// <summary>Notes the digests and sizes that a query answers.</summary>
    internal static int Add(SqliteConnection db, string select, object parameters) =>
        db.Execute($"INSERT OR IGNORE INTO doomed_blob (digest, size) {select}", parameters);
}
