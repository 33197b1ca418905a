using Cairn.Core.Access;
using Dapper;

namespace Cairn.Core.Traces;

public sealed partial class TraceStore
{
    /// <summary>One page of the traces that a filter leaves, newest first.</summary>
    public TracePage Page(Caller caller, TraceFilter filter) => logs.Read(db =>
    {
        var where = "project_id = @Project";
        if (filter.Run is not null)
        {
            where += " AND (uid IN (SELECT trace FROM trace_run WHERE run = @Run) " +
                "OR EXISTS (SELECT 1 FROM json_each(metadata) WHERE key = @RunKey AND value = @Run))";
        }

        if (filter.State is not null)
            where += " AND state = @State";
        if (filter.Text.Length > 0)
        {
            where += @" AND (uid LIKE @pattern ESCAPE '\' OR labels LIKE @pattern ESCAPE '\' " +
                @"OR request_preview LIKE @pattern ESCAPE '\' OR response_preview LIKE @pattern ESCAPE '\')";
        }

        var values = new
        {
            filter.Project,
            filter.Run,
            filter.RunKey,
            State = (long?)filter.State,
            pattern = $"%{Escape(filter.Text)}%",
            filter.After,
            rows = filter.Limit + 1,
            error = (long)TraceState.Error,
        };
        var (total, failed) = db.QuerySingle<(long, long)>(
            $"SELECT count(*), coalesce(sum(state = @error), 0) FROM trace WHERE {where}", values);
        var rows = db.Query<Row>(
            $"""
            SELECT {Columns} FROM trace WHERE {where}
                {(filter.After is null ? "" : "AND (started_at, id) < (SELECT started_at, id FROM trace WHERE id = @After)")}
            ORDER BY started_at DESC, id DESC LIMIT @rows
            """,
            values).Select(row => row.ToTrace()).ToList();
        var page = rows.Take(filter.Limit).ToList();
        var spans = db.Query<(string Trace, long Count)>(
            "SELECT trace, count(*) FROM trace_span WHERE trace IN @uids GROUP BY trace",
            new { uids = page.Select(trace => trace.Uid) }).ToDictionary(row => row.Trace, row => row.Count);
        return new TracePage(page, total, failed, spans, rows.Count > page.Count ? page[^1].Id : null);
    });

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
