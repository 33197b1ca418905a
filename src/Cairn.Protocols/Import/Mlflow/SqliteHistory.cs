using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>An SQLite database of MLflow's tracking server; it is only read.</summary>
internal sealed class SqliteHistory : IMlflowHistory
{
    private const string RunSql =
        """
        SELECT run_uuid AS Id, name AS Name, user_id AS User, status AS Status, start_time AS StartTime,
            end_time AS EndTime, artifact_uri AS ArtifactUri, lifecycle_stage AS Stage
        FROM runs WHERE experiment_id = @id
        """;

    private const string DatasetSql =
        """
        SELECT i.destination_id AS Run, i.input_uuid AS Input, d.name AS Name, d.digest AS Digest,
            d.dataset_source_type AS SourceType, d.dataset_source AS Source, d.dataset_schema AS Schema, d.dataset_profile AS Profile
        FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
        WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND d.experiment_id = @id
        """;

    private const string LoggedModelSql =
        """
        SELECT model_id AS Id, name AS Name, model_type AS ModelType, source_run_id AS SourceRun, CAST(status AS TEXT) AS Status,
            creation_timestamp_ms AS CreatedAt, artifact_location AS ArtifactUri
        FROM logged_models WHERE experiment_id = @id AND lifecycle_stage <> 'deleted' ORDER BY creation_timestamp_ms
        """;

    private const string ModelMetricSql =
        """
        SELECT model_id AS Model, run_id AS Run, metric_name AS Key, metric_value AS Value, metric_timestamp_ms AS Time,
            metric_step AS Step, dataset_name AS Dataset, dataset_digest AS Digest
        FROM logged_model_metrics WHERE experiment_id = @id
        """;

    private const string LinkSql =
        """
        SELECT source_id AS Run, destination_id AS Model, source_type = 'RUN_OUTPUT' AS IsMade, step AS Step
        FROM inputs WHERE source_type IN ('RUN_INPUT', 'RUN_OUTPUT') AND destination_type IN ('MODEL_INPUT', 'MODEL_OUTPUT')
        """;

    private readonly string _connection;
    private readonly ArtifactFolder _artifacts;

    public SqliteHistory(string file, ImportTally tally, string? artifacts)
    {
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ConnectionString;
        var home = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var beside = Path.Combine(home, "mlartifacts");
        _artifacts = new ArtifactFolder(tally, home, artifacts ?? (Directory.Exists(beside) ? beside : null));
        using var db = Open();
        var tables = db.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet();
        if (!tables.IsSupersetOf(["experiments", "runs", "metrics", "params", "tags"]))
            throw new ImportException($"{file} is an SQLite file, but not one of MLflow: its tables experiments, runs, metrics, params and tags are missing.");
        HasDatasets = tables.IsSupersetOf(["datasets", "inputs", "input_tags"]);
        HasRegistry = tables.IsSupersetOf(["registered_models", "model_versions"]);
        HasAliases = tables.Contains("registered_model_aliases");
        HasLoggedModels = tables.IsSupersetOf(["logged_models", "logged_model_params", "logged_model_tags", "logged_model_metrics"]);
    }

    private bool HasDatasets { get; }

    private bool HasRegistry { get; }

    private bool HasAliases { get; }

    private bool HasLoggedModels { get; }

    public void Dispose()
    {
        // Each read opens the file for itself: several runs are read at once.
    }

    public async IAsyncEnumerable<MlflowExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var db = Open();
        var tags = db.Query<OwnedPair>("SELECT CAST(experiment_id AS TEXT) AS Owner, key AS Key, value AS Value FROM experiment_tags").ToLookup(tag => tag.Owner);
        foreach (var (id, name) in db.Query<(string, string)>("SELECT CAST(experiment_id AS TEXT), name FROM experiments ORDER BY experiment_id"))
            yield return new MlflowExperiment { Id = id, Name = name, Tags = Map(tags[id]) };
    }

    public async IAsyncEnumerable<MlflowRun> RunsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var db = Open();
        var id = new { id = long.Parse(experiment.Id) };
        const string ofRuns = "run_uuid IN (SELECT run_uuid FROM runs WHERE experiment_id = @id)";
        var parameters = db.Query<OwnedPair>($"SELECT run_uuid AS Owner, key AS Key, value AS Value FROM params WHERE {ofRuns}", id).ToLookup(pair => pair.Owner);
        var tags = db.Query<OwnedPair>($"SELECT run_uuid AS Owner, key AS Key, value AS Value FROM tags WHERE {ofRuns}", id).ToLookup(pair => pair.Owner);
        var points = db.Query<(string Run, string Measure)>(
            $"SELECT run_uuid, count(*) || ' ' || max(timestamp) || ' ' || max(step) FROM metrics WHERE {ofRuns} GROUP BY run_uuid", id)
            .ToDictionary(row => row.Run, row => row.Measure);
        var datasets = ReadDatasets(db, id);
        var links = ReadLinks(db).ToLookup(link => link.Run);
        foreach (var row in db.Query<RunRow>(RunSql, id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (own, labels) = (Map(parameters[row.Id]), Map(tags[row.Id]));
            yield return new MlflowRun
            {
                Id = row.Id,
                Name = row.Name,
                User = row.User,
                Status = row.Status,
                StartTime = row.StartTime,
                EndTime = row.EndTime,
                ArtifactUri = row.ArtifactUri ?? "",
                Deleted = row.Stage == "deleted",
                Params = own,
                Tags = labels,
                Datasets = [.. datasets[row.Id]],
                UsedModels = [.. links[row.Id].Where(link => !link.IsMade).Select(link => link.Model)],
                MadeModels = [.. links[row.Id].Where(link => link.IsMade).Select(link => (link.Model, link.Step))],
                Fingerprint = Fingerprint.Of(
                    [row.ToString(), points.GetValueOrDefault(row.Id), .. Lines(own), .. Lines(labels)]),
            };
        }
    }

    public async IAsyncEnumerable<ImportedPoint> PointsAsync(
        MlflowRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = Open();
        await using var command = db.CreateCommand();
        command.CommandText = "SELECT key, step, timestamp, value, is_nan FROM metrics WHERE run_uuid = $run";
        command.Parameters.AddWithValue("$run", run.Id);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var value = rows.GetBoolean(4) || rows.IsDBNull(3) ? double.NaN : MlflowNumber.FromDatabase(rows.GetDouble(3));
            yield return new ImportedPoint(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), value);
        }
    }

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowRun run, CancellationToken cancellationToken) =>
        _artifacts.FilesAsync(run, cancellationToken);

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowLoggedModel model, CancellationToken cancellationToken) =>
        _artifacts.FilesAsync(model, cancellationToken);

    public async IAsyncEnumerable<MlflowLoggedModel> LoggedModelsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!HasLoggedModels)
            yield break;
        using var db = Open();
        var id = new { id = long.Parse(experiment.Id) };
        var parameters = db.Query<OwnedPair>(
            "SELECT model_id AS Owner, param_key AS Key, param_value AS Value FROM logged_model_params WHERE experiment_id = @id", id)
            .ToLookup(pair => pair.Owner);
        var tags = db.Query<OwnedPair>(
            "SELECT model_id AS Owner, tag_key AS Key, tag_value AS Value FROM logged_model_tags WHERE experiment_id = @id", id)
            .ToLookup(pair => pair.Owner);
        var metrics = db.Query<ModelMetricRow>(ModelMetricSql, id).ToLookup(row => row.Model, row => new MlflowModelMetric(
            row.Run, row.Key, MlflowNumber.FromDatabase(row.Value ?? double.NaN), row.Time, row.Step, row.Dataset, row.Digest));
        foreach (var row in db.Query<LoggedModelRow>(LoggedModelSql, id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new MlflowLoggedModel
            {
                Id = row.Id,
                Name = row.Name,
                ModelType = row.ModelType,
                SourceRun = row.SourceRun,
                Status = row.Status,
                CreatedAt = row.CreatedAt,
                ArtifactUri = row.ArtifactUri ?? "",
                Params = Map(parameters[row.Id]),
                Tags = Map(tags[row.Id]),
                Metrics = [.. metrics[row.Id]],
            };
        }
    }

    public async IAsyncEnumerable<MlflowModel> ModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!HasRegistry)
            yield break;
        using var db = Open();
        var tags = db.Query<OwnedPair>("SELECT name AS Owner, key AS Key, value AS Value FROM registered_model_tags").ToLookup(tag => tag.Owner);
        var versionTags = db.Query<OwnedPair>("SELECT name || '/' || version AS Owner, key AS Key, value AS Value FROM model_version_tags").ToLookup(tag => tag.Owner);
        var aliases = HasAliases
            ? db.Query<(string Model, string Alias, long Version)>("SELECT name, alias, version FROM registered_model_aliases").ToLookup(row => row.Model)
            : null;
        var versions = db.Query<VersionRow>(
            """
            SELECT name AS Model, version AS Number, description AS Description, current_stage AS Stage, source AS Source,
                run_id AS Run, run_link AS RunLink
            FROM model_versions WHERE current_stage <> 'Deleted_Internal' OR current_stage IS NULL ORDER BY version
            """).ToLookup(row => row.Model);
        foreach (var (name, description) in db.Query<(string, string?)>("SELECT name, description FROM registered_models ORDER BY name"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new MlflowModel(
                name,
                description,
                Map(tags[name]),
                aliases?[name].ToDictionary(row => row.Alias, row => row.Version) ?? [],
                [.. versions[name].Select(row => new MlflowVersion(
                    row.Number, row.Description, row.Stage, row.Source ?? "", row.Run, row.RunLink,
                    Map(versionTags[$"{name}/{row.Number}"])))]);
        }
    }

    private ILookup<string, MlflowDataset> ReadDatasets(SqliteConnection db, object experiment)
    {
        if (!HasDatasets)
            return Enumerable.Empty<MlflowDataset>().ToLookup(_ => "");
        var tags = db.Query<OwnedPair>("SELECT input_uuid AS Owner, name AS Key, value AS Value FROM input_tags").ToLookup(tag => tag.Owner);
        return db.Query<DatasetRow>(DatasetSql, experiment).ToLookup(row => row.Run, row => new MlflowDataset(
            row.Name, row.Digest, row.SourceType ?? "", row.Source ?? "", row.Schema, row.Profile, Map(tags[row.Input])));
    }

    private IEnumerable<LinkRow> ReadLinks(SqliteConnection db) => HasLoggedModels && HasDatasets ? db.Query<LinkRow>(LinkSql) : [];

    private SqliteConnection Open()
    {
        var db = new SqliteConnection(_connection);
        db.Open();
        return db;
    }

    private static Dictionary<string, string> Map(IEnumerable<OwnedPair> pairs)
    {
        var map = new Dictionary<string, string>();
        foreach (var pair in pairs)
            map[pair.Key] = pair.Value ?? "";
        return map;
    }

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> map) =>
        map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");

    private sealed record OwnedPair
    {
        public string Owner { get; init; } = "";
        public string Key { get; init; } = "";
        public string? Value { get; init; }
    }

    private sealed record RunRow
    {
        public string Id { get; init; } = "";
        public string? Name { get; init; }
        public string? User { get; init; }
        public string Status { get; init; } = "";
        public long? StartTime { get; init; }
        public long? EndTime { get; init; }
        public string? ArtifactUri { get; init; }
        public string? Stage { get; init; }
    }

    private sealed record DatasetRow
    {
        public string Run { get; init; } = "";
        public string Input { get; init; } = "";
        public string Name { get; init; } = "";
        public string Digest { get; init; } = "";
        public string? SourceType { get; init; }
        public string? Source { get; init; }
        public string? Schema { get; init; }
        public string? Profile { get; init; }
    }

    private sealed record LoggedModelRow
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ModelType { get; init; }
        public string? SourceRun { get; init; }
        public string? Status { get; init; }
        public long CreatedAt { get; init; }
        public string? ArtifactUri { get; init; }
    }

    private sealed record ModelMetricRow
    {
        public string Model { get; init; } = "";
        public string Run { get; init; } = "";
        public string Key { get; init; } = "";
        public double? Value { get; init; }
        public long Time { get; init; }
        public long Step { get; init; }
        public string? Dataset { get; init; }
        public string? Digest { get; init; }
    }

    private sealed record LinkRow
    {
        public string Run { get; init; } = "";
        public string Model { get; init; } = "";
        public bool IsMade { get; init; }
        public long Step { get; init; }
    }

    private sealed record VersionRow
    {
        public string Model { get; init; } = "";
        public long Number { get; init; }
        public string? Description { get; init; }
        public string? Stage { get; init; }
        public string? Source { get; init; }
        public string? Run { get; init; }
        public string? RunLink { get; init; }
    }
}
