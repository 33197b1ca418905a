using System.Collections.Concurrent;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs;

/// <summary>Reads and writes runs, and tells <see cref="Changed"/> of every change once it is on disk.</summary>
public sealed class RunStore
{
    private const string InsertSql =
        """
        INSERT INTO run (project_id, uid, name, state, grp, job_type, notes, parent, source, tags, labels, config,
            summary, environment, created_at, started_at, finished_at, heartbeat_at, exit_code, deleted_at)
        VALUES (@ProjectId, @Uid, @Name, @State, @Group, @JobType, @Notes, @Parent, @Source, @Tags, @Labels, @Config,
            @Summary, @Environment, @CreatedAt, @StartedAt, @FinishedAt, @HeartbeatAt, @ExitCode, @DeletedAt)
        RETURNING id
        """;

    private const string UpdateSql =
        """
        UPDATE run SET project_id = @ProjectId, name = @Name, state = @State, grp = @Group, job_type = @JobType,
            notes = @Notes, parent = @Parent, tags = @Tags, labels = @Labels, config = @Config, summary = @Summary,
            environment = @Environment, started_at = @StartedAt, finished_at = @FinishedAt,
            heartbeat_at = @HeartbeatAt, exit_code = @ExitCode, deleted_at = @DeletedAt,
            stop_requested_at = @StopRequestedAt
        WHERE id = @Id
        """;

    private readonly SqliteDatabase _catalog;
    private readonly TimeProvider _time;
    private readonly Lock _publishing = new();

    // Runs that log: the ingest path looks its run up here instead of in the database.
    private readonly ConcurrentDictionary<long, Run> _running;

    // Newest signs of life, by run; written to the table with the next change or by FlushHeartbeatsAsync.
    private readonly ConcurrentDictionary<long, long> _heartbeats = new();

    public RunStore(SqliteDatabase catalog, TimeProvider time)
    {
        _catalog = catalog;
        _time = time;
        var now = Now();
        _running = new(catalog.Read(db => db.Query<StoredRun>(
                $"SELECT {StoredRun.Columns} FROM run WHERE state = 'running' AND deleted_at IS NULL").ToList())
            .Select(row => KeyValuePair.Create(row.Id, row.ToRun())));

        // While the server was down nobody could send a heartbeat: every running run starts anew.
        foreach (var id in _running.Keys)
            _heartbeats[id] = now;
    }

    /// <summary>Raised after a change is on disk, on the thread of the request.</summary>
    public event Action<RunChanged>? Changed;

    internal static Migration Schema { get; } = new(
        "runs",
        """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            uid TEXT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            grp TEXT,
            job_type TEXT,
            notes TEXT,
            parent TEXT,
            source TEXT NOT NULL,
            tags TEXT NOT NULL,
            labels TEXT NOT NULL,
            config TEXT NOT NULL,
            summary TEXT NOT NULL,
            environment TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            heartbeat_at INTEGER NOT NULL,
            exit_code INTEGER,
            deleted_at INTEGER,
            UNIQUE (project_id, uid));
        CREATE INDEX run_uid ON run (uid);
        CREATE INDEX run_state ON run (state) WHERE state = 'running';
        CREATE INDEX run_activity ON run (project_id, deleted_at, state, heartbeat_at);
        """);

    internal static Migration StopSchema { get; } = new(
        "stop requests", "ALTER TABLE run ADD COLUMN stop_requested_at INTEGER;");

    // A number for every block of 4,096 ids that is another one after any change of a run in it, whoever makes it; drawn at random,
    // so that those of a catalog that was put back to an older state do not come again.
    internal static Migration BlockSchema { get; } = new(
        "run blocks",
        """
        CREATE TABLE run_block (block INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
        INSERT INTO run_block SELECT block, random() FROM (SELECT DISTINCT id >> 12 AS block FROM run);
        CREATE TRIGGER run_block_insert AFTER INSERT ON run BEGIN
            INSERT INTO run_block VALUES (NEW.id >> 12, random()) ON CONFLICT (block) DO UPDATE SET revision = excluded.revision;
        END;
        CREATE TRIGGER run_block_update AFTER UPDATE ON run BEGIN
            INSERT INTO run_block VALUES (NEW.id >> 12, random()) ON CONFLICT (block) DO UPDATE SET revision = excluded.revision;
        END;
        CREATE TRIGGER run_block_delete AFTER DELETE ON run BEGIN
            INSERT INTO run_block VALUES (OLD.id >> 12, random()) ON CONFLICT (block) DO UPDATE SET revision = excluded.revision;
        END;
        """);

    /// <summary>The run of that id, also from the trash; null when there is none.</summary>
    public Run? Find(Caller caller, long id) =>
        _running.TryGetValue(id, out var running)
            ? WithHeartbeat(running)
            : _catalog.Read(db => db.QuerySingleOrDefault<StoredRun>(
                $"SELECT {StoredRun.Columns} FROM run WHERE id = @id", new { id })?.ToRun());

    /// <summary>The run of that uid in a project, also from the trash; null when there is none.</summary>
    public Run? Find(Caller caller, long projectId, string uid) =>
        _catalog.Read(db => FindIn(db, projectId, uid)) is { } run ? WithHeartbeat(run) : null;

    /// <summary>
    /// The run of that uid in any project, also from the trash. Where several projects have one, that outside the
    /// trash and then the newest.
    /// </summary>
    public Run? FindByUid(Caller caller, string uid) =>
        _catalog.Read(db => db.QueryFirstOrDefault<StoredRun>(
            $"SELECT {StoredRun.Columns} FROM run WHERE uid = @uid ORDER BY deleted_at IS NOT NULL, id DESC LIMIT 1",
            new { uid })?.ToRun()) is { } run
            ? WithHeartbeat(run)
            : null;

    /// <summary>The runs of those ids that exist, in the order asked, also from the trash.</summary>
    public IReadOnlyList<Run> Find(Caller caller, IReadOnlyList<long> ids)
    {
        var found = _catalog.Read(db => ids.Chunk(500)
            .SelectMany(some => db.Query<StoredRun>(
                $"SELECT {StoredRun.Columns} FROM run WHERE id IN @some", new { some }))
            .ToDictionary(row => row.Id, row => row.ToRun()));
        return [.. ids.Where(found.ContainsKey).Select(id => WithHeartbeat(found[id]))];
    }

    /// <summary>Starts a run in a project, or resumes the one of that uid with its documents merged.</summary>
    public async Task<Outcome<(Run Run, bool Created)>> StartAsync(
        Caller caller, Project project, RunStart start, CancellationToken cancellationToken = default)
    {
        if (RunRules.Check(start) is { } refusal)
            return refusal;
        if (project.DeletedAt is not null)
            return Refusal.Deleted($"Project {project.Path} is in the trash.", "Restore it first.");
        var outcome = await _catalog.WriteAsync<Outcome<(Run Run, bool Created)>>(
            db =>
            {
                var known = start.Uid is null ? null : FindIn(db, project.Id, start.Uid);
                return known is null ? Create(db, project, start) : Resume(db, known, start);
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome.Refusal is null)
            Publish(outcome.Value.Run.Id, outcome.Value.Created ? RunChangeKind.Created : RunChangeKind.Updated);
        return outcome;
    }

    /// <summary>Changes a run; one in the trash is refused.</summary>
    public async Task<Outcome<Run>> UpdateAsync(
        Caller caller, long id, RunChange change, CancellationToken cancellationToken = default)
    {
        if (RunRules.Check(change) is { } refusal)
            return refusal;
        return await UpdateAsync(caller, id, (run, now) => RunRules.Apply(run, change, now), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Changes a run by what <paramref name="apply"/> makes of it now; one in the trash is refused.</summary>
    public Task<Outcome<Run>> UpdateAsync(
        Caller caller, long id, Func<Run, long, Outcome<Run>> apply, CancellationToken cancellationToken = default) =>
        RewriteAsync(
            id,
            (run, now) => run.DeletedAt is null
                ? apply(run, now)
                : Refusal.Deleted($"Run {run.Uid} is in the trash.", "Restore it first."),
            RunChangeKind.Updated,
            cancellationToken);

    /// <summary>Asks a running run to stop: its client hears of it and ends by itself. An ended run is left alone.</summary>
    public Task<Outcome<Run>> RequestStopAsync(
        Caller caller, long id, CancellationToken cancellationToken = default) =>
        UpdateAsync(
            caller,
            id,
            (run, now) => run.State is RunState.Running or RunState.Pending
                ? run with { StopRequestedAt = run.StopRequestedAt ?? now }
                : run,
            cancellationToken);

    /// <summary>Puts a run into the trash; doing it again changes nothing.</summary>
    public Task<Outcome<Run>> TrashAsync(Caller caller, long id, CancellationToken cancellationToken = default) =>
        RewriteAsync(
            id, (run, now) => run with { DeletedAt = run.DeletedAt ?? now }, RunChangeKind.Deleted, cancellationToken);

    /// <summary>Takes a run out of the trash; doing it again changes nothing.</summary>
    public Task<Outcome<Run>> RestoreAsync(Caller caller, long id, CancellationToken cancellationToken = default) =>
        RewriteAsync(id, (run, _) => run with { DeletedAt = null }, RunChangeKind.Created, cancellationToken);

    /// <summary>
    /// Changes a run and with a <paramref name="target"/> moves it to that project; one in the trash is refused, and so is
    /// a move to where its uid is taken.
    /// </summary>
    public async Task<Outcome<Run>> MoveAsync(
        Caller caller, long id, Project? target, Func<Run, Outcome<Run>> change, CancellationToken cancellationToken = default)
    {
        long? from = null;
        var outcome = await _catalog.WriteAsync<Outcome<Run>>(
            db =>
            {
                if (FindIn(db, id) is not { } run)
                    return Refusal.NotFound($"There is no run with id {id}.");
                if (run.DeletedAt is not null)
                    return Refusal.Deleted($"Run {run.Uid} is in the trash.", "Restore it first.");
                if (!change(WithHeartbeat(run)).Try(out var changed, out var refusal))
                    return refusal;
                if (target is not null && target.Id != run.ProjectId)
                {
                    if (FindIn(db, target.Id, run.Uid) is not null)
                        return Refusal.Conflict("moveTo", $"{target.Path} has a run '{run.Uid}' already.");
                    from = run.ProjectId;
                    changed = changed with { ProjectId = target.Id };
                }

                db.Execute(UpdateSql, StoredRun.From(changed));
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome.Refusal is null)
            Publish(id, from is null ? RunChangeKind.Updated : RunChangeKind.Created, from);
        return outcome;
    }

    /// <summary>Forgets runs that are no more, after their rows are gone.</summary>
    internal void Forget(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _running.TryRemove(id, out _);
            _heartbeats.TryRemove(id, out _);
        }
    }

    /// <summary>Notes a sign of life; a crashed run runs again. Cheap: a running run costs no write.</summary>
    public async Task<Outcome<Run>> HeartbeatAsync(
        Caller caller, long id, CancellationToken cancellationToken = default)
    {
        if (_running.TryGetValue(id, out var running))
        {
            _heartbeats[id] = Now();
            return running;
        }

        if (Find(caller, id) is not { } run)
            return Refusal.NotFound($"There is no run with id {id}.", "Start it first.");
        if (run.DeletedAt is not null)
            return Refusal.Deleted($"Run {run.Uid} is in the trash.", "Restore it first.");
        return run.State == RunState.Crashed
            ? await UpdateAsync(caller, id, new RunChange { State = RunState.Running }, cancellationToken)
                .ConfigureAwait(false)
            : run;
    }

    /// <summary>
    /// Marks as crashed the running runs without a sign of life for longer than <paramref name="limit"/>, of those whose
    /// clients send some, with their last sign as their end, and writes the heartbeats of the others down. Answers how many crashed.
    /// </summary>
    public async Task<int> ReapAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var now = Now();
        var silent = _heartbeats
            .Where(beat => _running.TryGetValue(beat.Key, out var run)
                && RunRules.SilenceLimit(run, limit) is { } most && beat.Value < now - (long)most.TotalMilliseconds)
            .ToList();
        foreach (var (id, last) in silent)
        {
            await RewriteAsync(
                id,
                (run, _) => run.State == RunState.Running
                    ? run with { State = RunState.Crashed, FinishedAt = last, HeartbeatAt = last }
                    : run,
                RunChangeKind.Updated,
                cancellationToken).ConfigureAwait(false);
        }

        var alive = _heartbeats.ToArray();
        if (alive.Length > 0)
        {
            await _catalog.WriteAsync(
                db => db.Execute(
                    "UPDATE run SET heartbeat_at = @Value WHERE id = @Key AND heartbeat_at < @Value",
                    alive.Select(beat => new { beat.Key, beat.Value })),
                cancellationToken).ConfigureAwait(false);
        }

        return silent.Count;
    }

    /// <summary>Puts all runs of a project into the trash, or takes them out of it.</summary>
    public async Task TrashAllAsync(
        Caller caller, long projectId, bool deleted, CancellationToken cancellationToken = default)
    {
        var ids = _catalog.Read(db => db.Query<long>(
            "SELECT id FROM run WHERE project_id = @projectId", new { projectId }).ToList());
        foreach (var id in ids)
        {
            if (deleted)
                await TrashAsync(caller, id, cancellationToken).ConfigureAwait(false);
            else
                await RestoreAsync(caller, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Outcome<Run>> RewriteAsync(
        long id, Func<Run, long, Outcome<Run>> change, RunChangeKind kind, CancellationToken cancellationToken)
    {
        var outcome = await _catalog.WriteAsync<Outcome<Run>>(
            db =>
            {
                var row = db.QuerySingleOrDefault<StoredRun>(
                    $"SELECT {StoredRun.Columns} FROM run WHERE id = @id", new { id });
                if (row is null)
                    return Refusal.NotFound($"There is no run with id {id}.");
                var changed = change(WithHeartbeat(row.ToRun()), Now());
                if (changed.Refusal is null)
                    db.Execute(UpdateSql, StoredRun.From(changed.Value!));
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome.Refusal is null)
            Publish(id, kind);
        return outcome;
    }

    private Outcome<(Run, bool)> Create(SqliteConnection db, Project project, RunStart start)
    {
        if (start.Resume == RunResume.Must)
        {
            return Refusal.NotFound(
                $"There is no run '{start.Uid}' in {project.Path} to resume.", "Start it with resume 'allow'.");
        }

        var now = Now();
        var run = new Run
        {
            Id = 0,
            ProjectId = project.Id,
            Uid = start.Uid ?? RunRules.NewUid(),
            Name = string.IsNullOrEmpty(start.Name) ? RunRules.NewName() : start.Name,
            State = start.State,
            Group = start.Group,
            JobType = start.JobType,
            Notes = start.Notes,
            Parent = start.Parent,
            Source = start.Source,
            Tags = [.. (start.Tags ?? []).Distinct()],
            Labels = start.Labels ?? JsonObjects.Empty,
            Config = start.Config ?? JsonObjects.Empty,
            Environment = start.Environment ?? JsonObjects.Empty,
            CreatedAt = now,
            StartedAt = start.StartedAt ?? now,
            HeartbeatAt = now,
        };
        return (run with { Id = db.ExecuteScalar<long>(InsertSql, StoredRun.From(run)) }, true);
    }

    private Outcome<(Run, bool)> Resume(SqliteConnection db, Run known, RunStart start)
    {
        if (known.DeletedAt is not null)
            return Refusal.Deleted($"Run {known.Uid} is in the trash.", "Restore it, or use another uid.");
        if (start.Resume == RunResume.Never)
        {
            return Refusal.Conflict(
                "uid", $"A run '{known.Uid}' exists already.", "Use another uid, or resume 'allow'.");
        }

        var resumed = RunRules.Apply(
            known,
            new RunChange
            {
                Name = start.Name,
                Group = start.Group,
                JobType = start.JobType,
                Notes = start.Notes,
                Tags = start.Tags,
                Labels = start.Labels,
                Config = start.Config,
                Environment = start.Environment,
                State = start.State,
            },
            Now());
        db.Execute(UpdateSql, StoredRun.From(resumed));
        return (resumed, false);
    }

    // Answers of several requests can overtake one another after their commits; reading the run again under a lock
    // makes the last told state the last written one.
    private void Publish(long id, RunChangeKind kind, long? movedFrom = null)
    {
        lock (_publishing)
        {
            var run = _catalog.Read(db => db.QuerySingle<StoredRun>(
                $"SELECT {StoredRun.Columns} FROM run WHERE id = @id", new { id })).ToRun();
            if (run is { State: RunState.Running, DeletedAt: null })
            {
                _running[id] = run;
                _heartbeats[id] = Math.Max(run.HeartbeatAt, _heartbeats.GetValueOrDefault(id));
            }
            else
            {
                _running.TryRemove(id, out _);
                _heartbeats.TryRemove(id, out _);
            }

            Changed?.Invoke(new RunChanged(run, kind, movedFrom));
        }
    }

    private Run WithHeartbeat(Run run) =>
        _heartbeats.TryGetValue(run.Id, out var last) && last > run.HeartbeatAt ? run with { HeartbeatAt = last } : run;

    private static Run? FindIn(SqliteConnection db, long id) =>
        db.QuerySingleOrDefault<StoredRun>($"SELECT {StoredRun.Columns} FROM run WHERE id = @id", new { id })?.ToRun();

    private static Run? FindIn(SqliteConnection db, long projectId, string uid) =>
        db.QuerySingleOrDefault<StoredRun>(
            $"SELECT {StoredRun.Columns} FROM run WHERE project_id = @projectId AND uid = @uid",
            new { projectId, uid })?.ToRun();

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
