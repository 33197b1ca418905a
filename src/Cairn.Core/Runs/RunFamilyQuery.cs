using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Runs;

/// <summary>Reads which runs were started from which.</summary>
public sealed class RunFamilyQuery(SqliteDatabase catalog, RunStore runs)
{
    private const int MostAncestors = 32;

    internal static Migration Schema { get; } = new(
        "run parents", "CREATE INDEX run_parent ON run (project_id, parent) WHERE parent IS NOT NULL;");

    /// <summary>The run with all above and below it outside the trash, at most <paramref name="limit"/>.</summary>
    public RunFamily Of(Caller caller, Run run, int limit)
    {
        var top = run;
        var above = new HashSet<string> { run.Uid };
        while (top.Parent is { Length: > 0 } parent && above.Count < MostAncestors && above.Add(parent)
            && runs.Find(caller, run.ProjectId, parent) is { DeletedAt: null } found)
        {
            top = found;
        }

        var all = new List<Run> { top };
        var seen = new HashSet<string> { top.Uid };
        for (var at = 0; at < all.Count; at++)
        {
            var children = catalog.Read(db => db.Query<long>(
                """
                SELECT id FROM run WHERE project_id = @project AND parent = @uid AND deleted_at IS NULL
                ORDER BY started_at, id LIMIT @rows
                """,
                new { project = run.ProjectId, uid = all[at].Uid, rows = limit + 1 }).ToList());
            foreach (var child in runs.Find(caller, children).Where(child => seen.Add(child.Uid)))
            {
                if (all.Count == limit)
                    return new RunFamily(all, true);
                all.Add(child);
            }
        }

        return new RunFamily(all, false);
    }
}
