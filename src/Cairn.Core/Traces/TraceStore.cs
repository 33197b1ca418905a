using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Traces;

/// <summary>Reads and writes traces and the runs that they belong to.</summary>
public sealed partial class TraceStore(SqliteDatabase logs)
{
    private const int IdsAtOnce = 500;

    private const string Columns =
        "id AS Id, uid AS Uid, project_id AS ProjectId, client_request AS ClientRequest, started_at AS StartedAt, " +
        "duration AS Duration, state AS State, request_preview AS RequestPreview, response_preview AS ResponsePreview, " +
        "metadata AS Metadata, labels AS Labels";

    internal static Migration Schema { get; } = new(
        "traces",
        """
        CREATE TABLE trace (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            project_id INTEGER NOT NULL,
            client_request TEXT,
            started_at INTEGER NOT NULL,
            duration INTEGER,
            state INTEGER NOT NULL,
            request_preview TEXT,
            response_preview TEXT,
            metadata TEXT NOT NULL,
            labels TEXT NOT NULL);
        CREATE INDEX trace_time ON trace (project_id, started_at DESC);
        CREATE TABLE trace_run (
            trace TEXT NOT NULL REFERENCES trace (uid) ON DELETE CASCADE,
            run TEXT NOT NULL,
            PRIMARY KEY (run, trace)) WITHOUT ROWID;
        CREATE INDEX trace_run_trace ON trace_run (trace);
        CREATE TABLE trace_span (
            trace TEXT NOT NULL,
            span_id TEXT NOT NULL,
            parent TEXT,
            name TEXT NOT NULL,
            start_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (trace, span_id)) WITHOUT ROWID;
        CREATE TABLE trace_assessment (
            trace TEXT NOT NULL REFERENCES trace (uid) ON DELETE CASCADE,
            uid TEXT NOT NULL,
            position INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (trace, uid)) WITHOUT ROWID;
        """);

    /// <summary>The trace of that uid; null when there is none.</summary>
    public Trace? Find(Caller caller, string uid) => logs.Read(db => FindIn(db, uid));

    /// <summary>The traces of those uids that exist, in the order asked.</summary>
    public IReadOnlyList<Trace> Find(Caller caller, IReadOnlyList<string> uids)
    {
        var found = logs.Read(db => uids.Distinct().Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Row>($"SELECT {Columns} FROM trace WHERE uid IN @some", new { some }))
            .ToDictionary(row => row.Uid, row => row.ToTrace()));
        return [.. uids.Where(found.ContainsKey).Select(uid => found[uid])];
    }

    /// <summary>The traces of these projects, newest first.</summary>
    public IReadOnlyList<Trace> List(Caller caller, IReadOnlyList<long> projects) =>
        logs.Read(db => projects.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Row>(
                $"SELECT {Columns} FROM trace WHERE project_id IN @some ORDER BY started_at DESC, uid", new { some }))
            .Select(row => row.ToTrace())
            .ToList());

    /// <summary>Keeps a trace as <paramref name="change"/> makes it of what is known of that uid; null when nothing is.</summary>
    public Task<Trace> SaveAsync(
        Caller caller, string uid, Func<Trace?, Trace> change, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(db => Save(db, change(FindIn(db, uid))), cancellationToken);

    /// <summary>Changes a trace by what <paramref name="change"/> makes of it.</summary>
    public Task<Outcome<Trace>> UpdateAsync(
        Caller caller, string uid, Func<Trace, Outcome<Trace>> change, CancellationToken cancellationToken = default) =>
        logs.WriteAsync<Outcome<Trace>>(
            db =>
            {
                if (FindIn(db, uid) is not { } trace)
                    return Refusal.NotFound($"There is no trace with id '{uid}'.");
                return change(trace).Try(out var changed, out var refusal) ? Save(db, changed) : refusal;
            },
            cancellationToken);

    /// <summary>Deletes these traces of a project with all that belongs to them; answers how many there were.</summary>
    public Task<int> DeleteAsync(
        Caller caller, long project, IReadOnlyList<string> uids, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => uids.Chunk(IdsAtOnce).Sum(some => Delete(
                db,
                db.Query<string>(
                    "SELECT uid FROM trace WHERE project_id = @project AND uid IN @some", new { project, some }).ToList())),
            cancellationToken);

    /// <summary>Deletes the oldest traces of a project that began no later than a time; answers how many there were.</summary>
    public Task<int> DeleteOldestAsync(
        Caller caller, long project, long latest, int? most, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => db.Query<string>(
                    """
                    SELECT uid FROM trace WHERE project_id = @project AND started_at <= @latest
                    ORDER BY started_at, id LIMIT @most
                    """,
                    new { project, latest, most = most ?? -1 })
                .Chunk(IdsAtOnce)
                .Sum(some => Delete(db, some)),
            cancellationToken);

    /// <summary>Notes that traces belong to a run; noting it again changes nothing.</summary>
    public Task LinkAsync(
        Caller caller, IReadOnlyList<string> uids, string run, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => db.Execute(
                "INSERT OR IGNORE INTO trace_run (trace, run) SELECT uid, @run FROM trace WHERE uid = @uid",
                uids.Select(uid => new { uid, run })),
            cancellationToken);

    /// <summary>The uids of the traces that were linked to a run.</summary>
    public IReadOnlyList<string> LinkedTo(Caller caller, string run) =>
        logs.Read(db => db.Query<string>("SELECT trace FROM trace_run WHERE run = @run", new { run }).ToList());

    private static int Delete(SqliteConnection db, IReadOnlyCollection<string> uids)
    {
        if (uids.Count == 0)
            return 0;
        db.Execute("DELETE FROM trace_span WHERE trace IN @uids", new { uids });
        return db.Execute("DELETE FROM trace WHERE uid IN @uids", new { uids });
    }

    private static Trace Save(SqliteConnection db, Trace trace)
    {
        var id = db.ExecuteScalar<long>(
            """
            INSERT INTO trace (uid, project_id, client_request, started_at, duration, state, request_preview,
                response_preview, metadata, labels)
            VALUES (@Uid, @ProjectId, @ClientRequest, @StartedAt, @Duration, @State, @RequestPreview,
                @ResponsePreview, @Metadata, @Labels)
            ON CONFLICT (uid) DO UPDATE SET project_id = @ProjectId, client_request = @ClientRequest,
                started_at = @StartedAt, duration = @Duration, state = @State, request_preview = @RequestPreview,
                response_preview = @ResponsePreview, metadata = @Metadata, labels = @Labels
            RETURNING id
            """,
            Row.From(trace));
        return trace with { Id = id };
    }

    private static Trace? FindIn(SqliteConnection db, string uid) => db.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM trace WHERE uid = @uid", new { uid })?.ToTrace();

    private sealed record Row(
        long Id, string Uid, long ProjectId, string? ClientRequest, long StartedAt, long? Duration, long State,
        string? RequestPreview, string? ResponsePreview, string Metadata, string Labels)
    {
        public static Row From(Trace trace) => new(
            trace.Id, trace.Uid, trace.ProjectId, trace.ClientRequest, trace.StartedAt, trace.Duration, (long)trace.State,
            trace.RequestPreview, trace.ResponsePreview, LabelMap.Write(trace.Metadata), LabelMap.Write(trace.Labels));

        public Trace ToTrace() => new()
        {
            Id = Id,
            Uid = Uid,
            ProjectId = ProjectId,
            ClientRequest = ClientRequest,
            StartedAt = StartedAt,
            Duration = Duration,
            State = (TraceState)State,
            RequestPreview = RequestPreview,
            ResponsePreview = ResponsePreview,
            Metadata = LabelMap.Read(Metadata),
            Labels = LabelMap.Read(Labels),
        };
    }
}
