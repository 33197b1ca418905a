using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Trash;

/// <summary>Reads what is in the trash and how much it takes.</summary>
public sealed class TrashQuery(SqliteDatabase catalog, SqliteDatabase logs, SeriesStore series, ProjectStore projects)
{
    private const int AtOnce = 500;

    /// <summary>Projects and runs in the trash, at most <paramref name="limit"/> runs, and the space that all of it takes.</summary>
    public TrashContents Read(Caller caller, int limit)
    {
        var trashed = projects.List(caller).Where(project => project.DeletedAt is not null).OrderByDescending(project => project.DeletedAt).ToList();
        var (runs, ids, files) = catalog.Read(db => (
            db.Query<(long Id, string Uid, string Name, string Project, long DeletedAt)>(
                """
                SELECT r.id, r.uid, r.name, p.team || '/' || p.name, r.deleted_at FROM run r JOIN project p ON p.id = r.project_id
                WHERE r.deleted_at IS NOT NULL AND p.deleted_at IS NULL ORDER BY r.deleted_at DESC, r.id DESC LIMIT @limit
                """,
                new { limit }).Select(row => new TrashedRun(row.Id, row.Uid, row.Name, row.Project, row.DeletedAt)).ToList(),
            db.Query<long>("SELECT id FROM run WHERE deleted_at IS NOT NULL").ToList(),
            Files(db)));
        return new TrashContents(trashed, runs, ids.Count, files + Contents(ids));
    }

    /// <summary>What the series, records and console lines of runs take.</summary>
    internal TrashSpace Contents(IReadOnlyCollection<long> runs)
    {
        var stats = series.Stats;
        var perPoint = stats.Points > 0 ? (double)stats.ChunkBytes / stats.Points : 0;
        var points = runs.Sum(run => series.Summaries(run).Sum(one => one.Count));
        var space = new TrashSpace(0, 0, points, (long)(points * perPoint), 0, 0, 0);
        foreach (var some in runs.Chunk(AtOnce))
        {
            space += logs.Read(db =>
            {
                var (records, recordBytes) = db.QuerySingle<(long, long)>(
                    "SELECT count(*), coalesce(sum(length(value)), 0) FROM record WHERE run_id IN @some", new { some });
                var (lines, lineBytes) = db.QuerySingle<(long, long)>(
                    "SELECT count(*), coalesce(sum(length(text)), 0) FROM console WHERE run_id IN @some", new { some });
                return new TrashSpace(0, 0, 0, 0, records, lines, recordBytes + lineBytes);
            });
        }

        return space;
    }

    private static TrashSpace Files(SqliteConnection db)
    {
        var (files, bytes) = db.QuerySingle<(long, long)>(
            """
            SELECT count(*), coalesce(sum(size), 0) FROM (
                SELECT f.sha256, max(f.size) AS size FROM run_file f JOIN run r ON r.id = f.run_id
                WHERE r.deleted_at IS NOT NULL GROUP BY f.sha256) t
            WHERE NOT EXISTS (SELECT 1 FROM run_file o JOIN run r ON r.id = o.run_id WHERE o.sha256 = t.sha256 AND r.deleted_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM loose_file o WHERE o.sha256 = t.sha256)
              AND NOT EXISTS (SELECT 1 FROM artifact_content o WHERE o.sha256 = t.sha256)
              AND NOT EXISTS (SELECT 1 FROM artifact_manifest o WHERE o.sha256 = t.sha256)
            """);
        return new TrashSpace(files, bytes, 0, 0, 0, 0, 0);
    }
}
