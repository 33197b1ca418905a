using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.LoggedModels;

/// <summary>Reads and writes logged models, their metrics, and which runs used or made them.</summary>
public sealed class LoggedModelStore(SqliteDatabase catalog, TimeProvider time)
{
    private const int IdsAtOnce = 500;

    private const string Columns =
        "id AS Id, uid AS Uid, project_id AS ProjectId, name AS Name, model_type AS ModelType, source_run AS SourceRun, " +
        "state AS State, params AS Params, labels AS Labels, created_at AS CreatedAt, updated_at AS UpdatedAt, " +
        "deleted_at AS DeletedAt";

    internal static Migration Schema { get; } = new(
        "logged models",
        """
        CREATE TABLE logged_model (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            project_id INTEGER NOT NULL REFERENCES project (id),
            name TEXT NOT NULL,
            model_type TEXT,
            source_run TEXT,
            state INTEGER NOT NULL,
            params TEXT NOT NULL,
            labels TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            deleted_at INTEGER);
        CREATE INDEX logged_model_project ON logged_model (project_id);
        CREATE TABLE logged_model_metric (
            model_id INTEGER NOT NULL REFERENCES logged_model (id),
            run TEXT NOT NULL,
            key TEXT NOT NULL,
            bits INTEGER NOT NULL,
            time INTEGER NOT NULL,
            step INTEGER NOT NULL,
            dataset TEXT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (model_id, key, run, time, step, dataset, digest, bits)) WITHOUT ROWID;
        CREATE TABLE run_model (
            run_id INTEGER NOT NULL REFERENCES run (id),
            model TEXT NOT NULL,
            is_output INTEGER NOT NULL,
            step INTEGER NOT NULL,
            PRIMARY KEY (run_id, is_output, model)) WITHOUT ROWID;
        """);

    /// <summary>The model of that uid; null when there is none or it was deleted.</summary>
    public LoggedModel? Find(Caller caller, string uid) =>
        catalog.Read(db => db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns} FROM logged_model WHERE uid = @uid AND deleted_at IS NULL", new { uid })?.ToModel());

    /// <summary>The models of these projects by id, without deleted ones.</summary>
    public IReadOnlyList<LoggedModel> List(Caller caller, IReadOnlyList<long> projects) =>
        catalog.Read(db => projects.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Row>(
                $"SELECT {Columns} FROM logged_model WHERE project_id IN @some AND deleted_at IS NULL ORDER BY id",
                new { some }))
            .Select(row => row.ToModel())
            .ToList());

    /// <summary>The models that a run of a project has made by id, without deleted ones.</summary>
    public IReadOnlyList<LoggedModel> MadeBy(Caller caller, long project, string run) =>
        catalog.Read(db => db.Query<Row>(
                $"SELECT {Columns} FROM logged_model WHERE project_id = @project AND source_run = @run " +
                "AND deleted_at IS NULL ORDER BY id",
                new { project, run })
            .Select(row => row.ToModel())
            .ToList());

    /// <summary>
    /// Keeps a new model. Its id is made here, and so are its uid where it is empty and its time of birth where that is 0;
    /// a uid that was used before is a conflict.
    /// </summary>
    public Task<Outcome<LoggedModel>> CreateAsync(
        Caller caller, LoggedModel model, CancellationToken cancellationToken = default)
    {
        var now = Now();
        var made = model with
        {
            Uid = model.Uid.Length == 0 ? $"m-{Guid.NewGuid():n}" : model.Uid,
            CreatedAt = model.CreatedAt == 0 ? now : model.CreatedAt,
            UpdatedAt = now,
        };
        return catalog.WriteAsync<Outcome<LoggedModel>>(
            db => db.ExecuteScalar<long>("SELECT count(*) FROM logged_model WHERE uid = @Uid", new { made.Uid }) > 0
                ? Refusal.Conflict("model_id", $"A logged model with id '{made.Uid}' is there or was there before.")
                : made with
                {
                    Id = db.ExecuteScalar<long>(
                        """
                        INSERT INTO logged_model (uid, project_id, name, model_type, source_run, state, params, labels,
                            created_at, updated_at)
                        VALUES (@Uid, @ProjectId, @Name, @ModelType, @SourceRun, @State, @Params, @Labels,
                            @CreatedAt, @UpdatedAt) RETURNING id
                        """,
                        Row.From(made)),
                },
            cancellationToken);
    }

    /// <summary>Changes a model by what <paramref name="change"/> makes of it; a deleted one is not found.</summary>
    public Task<Outcome<LoggedModel>> UpdateAsync(
        Caller caller, string uid, Func<LoggedModel, Outcome<LoggedModel>> change,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<LoggedModel>>(
            db =>
            {
                var row = db.QuerySingleOrDefault<Row>(
                    $"SELECT {Columns} FROM logged_model WHERE uid = @uid AND deleted_at IS NULL", new { uid });
                if (row is null)
                    return Refusal.NotFound($"There is no logged model with id '{uid}'.");
                if (!change(row.ToModel()).Try(out var changed, out var refusal))
                    return refusal;
                changed = changed with { UpdatedAt = Now() };
                db.Execute(
                    """
                    UPDATE logged_model SET state = @State, params = @Params, labels = @Labels, updated_at = @UpdatedAt,
                        deleted_at = @DeletedAt WHERE id = @Id
                    """,
                    Row.From(changed));
                return changed;
            },
            cancellationToken);

    /// <summary>Deletes a model; its number is never used again.</summary>
    public Task<Outcome<LoggedModel>> DeleteAsync(
        Caller caller, string uid, CancellationToken cancellationToken = default) =>
        UpdateAsync(caller, uid, model => model with { DeletedAt = Now() }, cancellationToken);

    /// <summary>Keeps metrics; equal ones are kept once.</summary>
    public Task LogAsync(
        Caller caller, IReadOnlyList<LoggedModelMetric> metrics, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                """
                INSERT OR IGNORE INTO logged_model_metric (model_id, run, key, bits, time, step, dataset, digest)
                VALUES (@Model, @Run, @Key, @Bits, @Time, @Step, @Dataset, @Digest)
                """,
                metrics.Select(metric => new
                {
                    metric.Model,
                    metric.Run,
                    metric.Key,
                    Bits = BitConverter.DoubleToInt64Bits(metric.Value),
                    metric.Time,
                    metric.Step,
                    Dataset = metric.Dataset ?? "",
                    Digest = metric.Digest ?? "",
                })),
            cancellationToken);

    /// <summary>All metrics of these models.</summary>
    public IReadOnlyList<LoggedModelMetric> Metrics(Caller caller, IReadOnlyList<long> models) =>
        catalog.Read(db => models.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<MetricRow>(
                """
                SELECT model_id AS Model, run AS Run, key AS Key, bits AS Bits, time AS Time, step AS Step,
                    dataset AS Dataset, digest AS Digest
                FROM logged_model_metric WHERE model_id IN @some ORDER BY model_id, key, time, step
                """,
                new { some }))
            .Select(row => row.ToMetric())
            .ToList());

    /// <summary>Notes that a run has used or made models; noting it again changes nothing.</summary>
    public Task LinkAsync(Caller caller, IReadOnlyList<RunModel> links, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                "INSERT OR IGNORE INTO run_model (run_id, model, is_output, step) VALUES (@Run, @Model, @IsOutput, @Step)",
                links),
            cancellationToken);

    /// <summary>What these runs have used and made.</summary>
    public IReadOnlyList<RunModel> OfRuns(Caller caller, IReadOnlyList<long> runs) =>
        catalog.Read(db => runs.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<LinkRow>(
                """
                SELECT run_id AS Run, model AS Model, is_output AS IsOutput, step AS Step FROM run_model
                WHERE run_id IN @some ORDER BY run_id, step, model
                """,
                new { some }))
            .Select(row => new RunModel(row.Run, row.Model, row.IsOutput != 0, row.Step))
            .ToList());

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record LinkRow(long Run, string Model, long IsOutput, long Step);

    private sealed record MetricRow(
        long Model, string Run, string Key, long Bits, long Time, long Step, string Dataset, string Digest)
    {
        public LoggedModelMetric ToMetric() => new(
            Model, Run, Key, BitConverter.Int64BitsToDouble(Bits), Time, Step,
            Dataset.Length == 0 ? null : Dataset, Digest.Length == 0 ? null : Digest);
    }

    private sealed record Row(
        long Id, string Uid, long ProjectId, string Name, string? ModelType, string? SourceRun, long State,
        string Params, string Labels, long CreatedAt, long UpdatedAt, long? DeletedAt)
    {
        public static Row From(LoggedModel model) => new(
            model.Id, model.Uid, model.ProjectId, model.Name, model.ModelType, model.SourceRun, (long)model.State,
            LabelMap.Write(model.Params), LabelMap.Write(model.Labels), model.CreatedAt, model.UpdatedAt, model.DeletedAt);

        public LoggedModel ToModel() => new()
        {
            Id = Id,
            Uid = Uid,
            ProjectId = ProjectId,
            Name = Name,
            ModelType = ModelType,
            SourceRun = SourceRun,
            State = (LoggedModelState)State,
            Params = LabelMap.Read(Params),
            Labels = LabelMap.Read(Labels),
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            DeletedAt = DeletedAt,
        };
    }
}
