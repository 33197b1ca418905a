using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Sweeps;

/// <summary>Reads and writes sweeps, their agents and their trials.</summary>
public sealed class SweepStore(SqliteDatabase catalog, TimeProvider time)
{
    private const string Columns =
        "id AS Id, project_id AS ProjectId, uid AS Uid, name AS Name, description AS Description, state AS State, text AS Text, " +
        "config AS Config, controller AS Controller, scheduler AS Scheduler, created_at AS CreatedAt, updated_at AS UpdatedAt, " +
        "heartbeat_at AS HeartbeatAt";

    private const string AgentColumns =
        "id AS Id, sweep_id AS SweepId, host AS Host, created_at AS CreatedAt, heartbeat_at AS HeartbeatAt";

    /// <summary>The sweep of that id; null when there is none.</summary>
    public Sweep? Find(Caller caller, long id) => catalog.Read(db => FindIn(db, id));

    /// <summary>The sweep of that uid; null when the project has none of it.</summary>
    public Sweep? Find(Caller caller, long project, string uid) => catalog.Read(db => db.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM sweep WHERE project_id = @project AND uid = @uid", new { project, uid })?.ToSweep());

    /// <summary>The sweeps of a project, newest first.</summary>
    public IReadOnlyList<Sweep> List(Caller caller, long project) => catalog.Read(db => db.Query<Row>(
        $"SELECT {Columns} FROM sweep WHERE project_id = @project ORDER BY id DESC", new { project }).Select(row => row.ToSweep()).ToList());

    /// <summary>Makes a sweep of a configuration in YAML.</summary>
    public async Task<Outcome<Sweep>> CreateAsync(
        Caller caller, Project project, string text, SweepChange change, CancellationToken cancellationToken = default)
    {
        if (!Check(text).Try(out var config, out var refusal))
            return refusal;
        return await catalog.WriteAsync(
            db =>
            {
                var now = Now();
                var id = db.ExecuteScalar<long>(
                    """
                    INSERT INTO sweep (project_id, uid, name, description, state, text, config, controller, scheduler, created_at,
                        updated_at, heartbeat_at)
                    VALUES (@Id, @uid, @name, @description, @state, @text, @config, @Controller, @Scheduler, @now, @now, @now)
                    RETURNING id
                    """,
                    new
                    {
                        project.Id,
                        uid = RunRules.NewUid(),
                        name = change.Name ?? Field(config, "name"),
                        description = change.Description ?? Field(config, "description"),
                        state = Word(change.State ?? SweepState.Pending),
                        text,
                        config = config.GetRawText(),
                        change.Controller,
                        change.Scheduler,
                        now,
                    });
                return FindIn(db, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a sweep; a finished or cancelled one stays so.</summary>
    public async Task<Outcome<Sweep>> UpdateAsync(
        Caller caller, long id, SweepChange change, CancellationToken cancellationToken = default)
    {
        JsonElement? config = null;
        if (change.Text is not null)
        {
            if (!Check(change.Text).Try(out var read, out var refusal))
                return refusal;
            config = read;
        }

        return await catalog.WriteAsync<Outcome<Sweep>>(
            db =>
            {
                if (FindIn(db, id) is not { } known)
                    return Refusal.NotFound($"There is no sweep with id {id}.");
                if (change.State is { } state && state != known.State && known.State is SweepState.Finished or SweepState.Canceled
                    && change.State is SweepState.Running or SweepState.Paused or SweepState.Pending)
                {
                    return Refusal.Invalid("state", $"The sweep is {Word(known.State)}.", remedy: "Start a new sweep.");
                }

                db.Execute(
                    """
                    UPDATE sweep SET name = coalesce(@Name, name), description = coalesce(@Description, description),
                        state = coalesce(@state, state), text = coalesce(@Text, text), config = coalesce(@config, config),
                        controller = coalesce(@Controller, controller), scheduler = coalesce(@Scheduler, scheduler), updated_at = @now
                    WHERE id = @id
                    """,
                    new
                    {
                        id,
                        change.Name,
                        change.Description,
                        state = change.State is { } wanted ? Word(wanted) : null,
                        change.Text,
                        config = config?.GetRawText(),
                        change.Controller,
                        change.Scheduler,
                        now = Now(),
                    });
                return FindIn(db, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an agent in; a pending sweep starts.</summary>
    public Task<SweepAgent> AddAgentAsync(
        Caller caller, long sweep, string host, CancellationToken cancellationToken = default) => catalog.WriteAsync(
            db =>
            {
                var now = Now();
                db.Execute("UPDATE sweep SET state = 'running', updated_at = @now WHERE id = @sweep AND state = 'pending'", new { sweep, now });
                var id = db.ExecuteScalar<long>(
                    "INSERT INTO sweep_agent (sweep_id, host, created_at, heartbeat_at) VALUES (@sweep, @host, @now, @now) RETURNING id",
                    new { sweep, host, now });
                return new SweepAgent(id, sweep, host, now, now);
            },
            cancellationToken);

    /// <summary>The agent of that id; null when there is none.</summary>
    public SweepAgent? FindAgent(Caller caller, long id) => catalog.Read(db => db.QuerySingleOrDefault<SweepAgent>(
        $"SELECT {AgentColumns} FROM sweep_agent WHERE id = @id", new { id }));

    /// <summary>The agents of a sweep, oldest first.</summary>
    public IReadOnlyList<SweepAgent> Agents(Caller caller, long sweep) => catalog.Read(db => db.Query<SweepAgent>(
        $"SELECT {AgentColumns} FROM sweep_agent WHERE sweep_id = @sweep ORDER BY id", new { sweep }).ToList());

    /// <summary>The trials of a sweep in their order.</summary>
    public IReadOnlyList<SweepTrialEntry> Trials(Caller caller, long sweep) => catalog.Read(db => db.Query<TrialRow>(
        """
        SELECT sweep_id AS SweepId, number AS Number, run_id AS RunId, agent_id AS AgentId, trial_values AS TrialValues,
            issued_at AS IssuedAt, stopped AS Stopped
        FROM sweep_trial WHERE sweep_id = @sweep ORDER BY number
        """,
        new { sweep }).Select(row => row.ToTrial()).ToList());

    /// <summary>Notes an agent's sign of life.</summary>
    internal Task NoteAsync(SweepAgent agent, CancellationToken cancellationToken) => catalog.WriteAsync(
        db => db.Execute(
            "UPDATE sweep_agent SET heartbeat_at = @now WHERE id = @Id; UPDATE sweep SET heartbeat_at = @now WHERE id = @SweepId",
            new { agent.Id, agent.SweepId, now = Now() }),
        cancellationToken);

    /// <summary>Keeps a trial, or that it went to another agent or was stopped.</summary>
    internal Task KeepAsync(SweepTrialEntry trial, CancellationToken cancellationToken) => catalog.WriteAsync(
        db => db.Execute(
            """
            INSERT OR REPLACE INTO sweep_trial (sweep_id, number, run_id, agent_id, trial_values, issued_at, stopped)
            VALUES (@SweepId, @Number, @RunId, @AgentId, @values, @IssuedAt, @Stopped)
            """,
            new
            {
                trial.SweepId,
                trial.Number,
                trial.RunId,
                trial.AgentId,
                values = trial.Values.GetRawText(),
                trial.IssuedAt,
                trial.Stopped,
            }),
        cancellationToken);

    private static Outcome<JsonElement> Check(string text)
    {
        if (!SweepConfig.Read(text).Try(out var config, out var refusal))
            return refusal;
        return SweepConfig.Define(config).Refusal is { } unsound ? unsound : config;
    }

    private static Sweep? FindIn(SqliteConnection db, long id) =>
        db.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM sweep WHERE id = @id", new { id })?.ToSweep();

    private static string? Field(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Word(SweepState state) => state switch
    {
        SweepState.Pending => "pending",
        SweepState.Running => "running",
        SweepState.Paused => "paused",
        SweepState.Finished => "finished",
        SweepState.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Row(
        long Id, long ProjectId, string Uid, string? Name, string? Description, string State, string Text, string Config,
        string? Controller, string? Scheduler, long CreatedAt, long UpdatedAt, long HeartbeatAt)
    {
        public Sweep ToSweep() => new()
        {
            Id = Id,
            ProjectId = ProjectId,
            Uid = Uid,
            Name = Name,
            Description = Description,
            State = Enum.Parse<SweepState>(State, ignoreCase: true),
            Text = Text,
            Config = JsonElement.Parse(Config),
            Controller = Controller,
            Scheduler = Scheduler,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            HeartbeatAt = HeartbeatAt,
        };
    }

    private sealed record TrialRow(
        long SweepId, long Number, long RunId, long AgentId, string TrialValues, long IssuedAt, long Stopped)
    {
        public SweepTrialEntry ToTrial() => new(SweepId, Number, RunId, AgentId, JsonElement.Parse(TrialValues), IssuedAt, Stopped != 0);
    }
}
