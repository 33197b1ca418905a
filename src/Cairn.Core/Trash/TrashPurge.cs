using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Trash;

/// <summary>
/// Removes what is in the trash for good: points, records, console, files, and contents that nothing else refers to. The
/// run itself goes last, so that what a crash interrupts the next call finishes.
/// </summary>
public sealed class TrashPurge(
    SqliteDatabase catalog, SqliteDatabase logs, SeriesStore series, DoomedBlobs doomed, RunStore runs, RunIndex index,
    ProjectStore projects, ProjectKeys keys, TrashQuery query) : IDisposable
{
    private const int AtOnce = 200;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Removes these runs (null for all) as far as they are in the trash, and with all of them the projects there.</summary>
    public async Task<PurgeReceipt> EmptyAsync(
        Caller caller, IReadOnlyCollection<long>? only, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var trashed = catalog.Read(db => db.Query<long>("SELECT id FROM run WHERE deleted_at IS NOT NULL").ToList());
            if (only is not null)
                trashed = [.. trashed.Intersect(only)];
            var freed = new TrashSpace(0, 0, 0, 0, 0, 0, 0);
            foreach (var some in trashed.Chunk(AtOnce))
                freed += await RemoveAsync(some, cancellationToken).ConfigureAwait(false);
            var gone = only is null ? await RemoveProjectsAsync(caller, cancellationToken).ConfigureAwait(false) : 0;
            freed += await doomed.RemoveAsync(cancellationToken).ConfigureAwait(false);
            return new PurgeReceipt(trashed.Count, gone, freed);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<TrashSpace> RemoveAsync(long[] some, CancellationToken cancellationToken)
    {
        var space = query.Contents(some);
        await Task.WhenAll(some.Select(run => series.DeleteRunAsync(run, cancellationToken))).ConfigureAwait(false);
        await logs.WriteAsync(
            db =>
            {
                foreach (var table in db.Query<string>(
                    "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'run_id'").ToList())
                    db.Execute($"DELETE FROM \"{table}\" WHERE run_id IN @some", new { some });
            },
            cancellationToken).ConfigureAwait(false);
        await catalog.WriteAsync(
            db =>
            {
                DoomedBlobs.Add(db, "SELECT sha256, size FROM run_file WHERE run_id IN @some", new { some });
                db.Execute("DELETE FROM landmark WHERE run_id IN @some", new { some });
                new CatalogRows(db).Remove("run", some);
            },
            cancellationToken).ConfigureAwait(false);
        runs.Forget(some);
        foreach (var run in some)
            index.Remove(run);
        return space;
    }

    private async Task<int> RemoveProjectsAsync(Caller caller, CancellationToken cancellationToken)
    {
        var gone = projects.List(caller).Where(project => project is { DeletedAt: not null, Id: not 0 }).Select(project => project.Id).ToList();
        if (gone.Count == 0)
            return 0;
        var removed = await catalog.WriteAsync(
            db =>
            {
                // A run that came back meanwhile keeps its project.
                var empty = gone.Where(id => db.ExecuteScalar<long>("SELECT count(*) FROM run WHERE project_id = @id", new { id }) == 0).ToList();
                new CatalogRows(db).Remove("project", empty);
                RemoveOrphanArtifacts(db);
                return empty;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var project in removed)
            keys.Forget(project);
        return removed.Count;
    }

    // Versions whose collection went and that no other collection links; their contents go where no version has them.
    private static void RemoveOrphanArtifacts(SqliteConnection db)
    {
        var orphans = db.Query<long>(
            """
            SELECT a.id FROM artifact a WHERE NOT EXISTS (SELECT 1 FROM artifact_collection c WHERE c.id = a.collection_id)
              AND NOT EXISTS (SELECT 1 FROM artifact_membership m WHERE m.artifact_id = a.id)
            """).ToList();
        if (orphans.Count == 0)
            return;
        DoomedBlobs.Add(db, "SELECT sha256, 0 FROM artifact_manifest WHERE sha256 IS NOT NULL AND artifact_id IN (SELECT value FROM json_each(@ids))",
            new { ids = $"[{string.Join(',', orphans)}]" });
        new CatalogRows(db).Remove("artifact", orphans);

        // While a version is being written it may count on contents that it has not named yet.
        if (db.ExecuteScalar<long>("SELECT count(*) FROM artifact WHERE state = 'pending'") > 0)
            return;
        var kept = db.Query<string>("SELECT DISTINCT digest FROM artifact_entry").Select(Hexadecimal).ToHashSet();
        foreach (var (md5, sha256, size) in db.Query<(string, string, long)>("SELECT md5, sha256, size FROM artifact_content").ToList())
        {
            if (kept.Contains(md5))
                continue;
            db.Execute("INSERT OR IGNORE INTO doomed_blob (digest, size) VALUES (@sha256, @size)", new { sha256, size });
            db.Execute("DELETE FROM artifact_content WHERE md5 = @md5", new { md5 });
        }
    }

    private static string Hexadecimal(string base64)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Convert.ToHexStringLower(bytes[..length]) : base64;
    }
}
