using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Dapper;

namespace Cairn.Core.Activity;

/// <summary>Reads what goes on in the whole server: running runs, alerts, disk.</summary>
public sealed class ActivityQuery(SqliteDatabase catalog, RunIndex index, ProjectStore projects, SeriesStore series, string folder)
{
    private static readonly RunColumn[] Columns = [.. new[] { "uid", "name", "projectId", "startedAt" }.Select(RunColumn.Attribute)];

    /// <summary>At most <paramref name="runs"/> running runs and <paramref name="alerts"/> alerts.</summary>
    public ServerActivity Read(Caller caller, int runs, int alerts)
    {
        var paths = projects.ListActivity(caller).ToDictionary(one => one.Project.Id, one => one.Project.Path);
        var page = index.Query(new RunQuery
        {
            Filter = new RunFilter.Compare(RunColumn.Attribute("state"), RunComparison.Equal, RunValue.Of("running")),
            Columns = Columns,
            Limit = runs,
        })!;
        return new ServerActivity(
            [.. page.Rows.Where(row => paths.ContainsKey(row.Values[2].Integer)).Select(row => ToRun(row, paths))],
            page.Total,
            catalog.Read(db => db.Query<(string Uid, string Name, string Team, string Project, string Title, string Text, string Level, long Time)>(
                """
                SELECT r.uid, r.name, p.team, p.name, a.title, a.text, a.level, a.time
                FROM alert a JOIN run r ON r.id = a.run_id JOIN project p ON p.id = r.project_id
                WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY a.id DESC LIMIT @alerts
                """,
                new { alerts }).Select(one => new RaisedAlert(
                one.Uid, one.Name, $"{one.Team}/{one.Project}", one.Title, one.Text, one.Level, one.Time)).ToList()),
            Disk());
    }

    private RunningRun ToRun(RunRow row, Dictionary<long, string> paths)
    {
        var shown = series.Summaries(row.Id).Where(one => !one.Key.StartsWith("system/", StringComparison.Ordinal)).MaxBy(one => one.Count);
        return new RunningRun(
            row.Id, row.Values[0].Text, row.Values[1].Text, paths[row.Values[2].Integer], row.Values[3].Integer,
            shown?.Key, shown?.Last, shown?.LastStep);
    }

    private DiskUse Disk() => new(
        Bytes("points.db"),
        Bytes("meta.db") + Bytes("index.db"),
        Bytes("logs.db"),
        catalog.Read(db => db.ExecuteScalar<long>(
            """
            SELECT coalesce(sum(size), 0) FROM (SELECT sha256, max(size) AS size FROM (
                SELECT sha256, size FROM run_file UNION ALL SELECT sha256, size FROM loose_file
                UNION ALL SELECT sha256, size FROM artifact_content) GROUP BY sha256)
            """)),
        new DriveInfo(folder).AvailableFreeSpace);

    private long Bytes(string name) =>
        new[] { name, name + "-wal" }.Select(one => new FileInfo(Path.Combine(folder, one))).Where(file => file.Exists).Sum(file => file.Length);
}
