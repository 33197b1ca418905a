using Cairn.Protocols.Import;
using Cairn.Protocols.Import.Mlflow;
using Microsoft.Data.Sqlite;

namespace Cairn.Protocols.Tests.Import.Mlflow;

public sealed class SqliteImportTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Tables =
        """
        CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, artifact_location TEXT, lifecycle_stage TEXT,
            creation_time INTEGER, last_update_time INTEGER);
        CREATE TABLE experiment_tags (key TEXT, value TEXT, experiment_id INTEGER);
        CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, name TEXT, user_id TEXT, status TEXT, start_time INTEGER, end_time INTEGER,
            lifecycle_stage TEXT, artifact_uri TEXT, experiment_id INTEGER);
        CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);
        CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
        CREATE TABLE metrics (key TEXT, value REAL, timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan BOOLEAN);
        """;

    private readonly string _name = $"exp{Guid.NewGuid():n}";
    private readonly string _run = $"{Guid.NewGuid():n}";

    [Fact]
    public async Task Brings_all_of_a_run_and_passes_it_by_the_next_time()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, $"mlflow-artifacts:/3/{_run}/artifacts");
        folder.Write($"mlartifacts/3/{_run}/artifacts/notes/a b.txt", "words");
        var options = new MlflowImportOptions { From = $"sqlite:///{file}", Url = server.Url };
        var report = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);

        Assert.Empty(report.Problems);
        Assert.Equal(new ImportCounts { Projects = 1, Runs = 1, Points = 3, Files = 1, Bytes = 5 }, report.Came);
        var run = await server.RunAsync($"local/{_name}", _run);
        Assert.Equal(("swift", "killed"), (run.GetProperty("name").GetString(), run.GetProperty("state").GetString()));
        Assert.Equal((1000, 5000), (run.GetProperty("startedAt").GetInt64(), run.GetProperty("finishedAt").GetInt64()));
        Assert.Equal("""{"lr":"0.5"}""", run.GetProperty("config").GetRawText());
        Assert.Equal([(1, 2000, "0.25"), (2, 3000, "NaN"), (3, 4000, "-Infinity")], await server.PointsAsync(run, "loss"));
        Assert.Equal("words", await server.FileAsync(run, "notes/a%20b.txt"));

        var again = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (again.UnchangedRuns, again.Came.Runs));
    }

    [Fact]
    public async Task Brings_logged_models_and_versions_of_them()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, $"mlflow-artifacts:/3/{_run}/artifacts");
        var (logged, model) = ($"m-{Guid.NewGuid():n}", $"net{Guid.NewGuid():n}");
        folder.Write($"mlartifacts/3/models/{logged}/artifacts/MLmodel", "flavors");
        Execute(
            file,
            $"""
            CREATE TABLE logged_models (model_id TEXT, experiment_id INTEGER, name TEXT, artifact_location TEXT, creation_timestamp_ms INTEGER,
                last_updated_timestamp_ms INTEGER, status INTEGER, lifecycle_stage TEXT, model_type TEXT, source_run_id TEXT);
            CREATE TABLE logged_model_params (model_id TEXT, experiment_id INTEGER, param_key TEXT, param_value TEXT);
            CREATE TABLE logged_model_tags (model_id TEXT, experiment_id INTEGER, tag_key TEXT, tag_value TEXT);
            CREATE TABLE logged_model_metrics (model_id TEXT, metric_name TEXT, metric_timestamp_ms INTEGER, metric_step INTEGER, metric_value REAL,
                experiment_id INTEGER, run_id TEXT, dataset_uuid TEXT, dataset_name TEXT, dataset_digest TEXT);
            CREATE TABLE datasets (dataset_uuid TEXT, experiment_id INTEGER, name TEXT, digest TEXT, dataset_source_type TEXT, dataset_source TEXT,
                dataset_schema TEXT, dataset_profile TEXT);
            CREATE TABLE inputs (input_uuid TEXT, source_type TEXT, source_id TEXT, destination_type TEXT, destination_id TEXT, step INTEGER);
            CREATE TABLE input_tags (input_uuid TEXT, name TEXT, value TEXT);
            CREATE TABLE registered_models (name TEXT, description TEXT);
            CREATE TABLE registered_model_tags (name TEXT, key TEXT, value TEXT);
            CREATE TABLE registered_model_aliases (name TEXT, alias TEXT, version INTEGER);
            CREATE TABLE model_versions (name TEXT, version INTEGER, description TEXT, current_stage TEXT, source TEXT, run_id TEXT, run_link TEXT);
            CREATE TABLE model_version_tags (name TEXT, version INTEGER, key TEXT, value TEXT);
            INSERT INTO logged_models VALUES ('{logged}', 3, 'net', 'mlflow-artifacts:/3/models/{logged}/artifacts', 5000, 6000, 2, 'active', 'cnn', '{_run}'),
                ('m-gone', 3, 'old', 'mlflow-artifacts:/3/models/m-gone/artifacts', 1, 1, 2, 'deleted', NULL, NULL);
            INSERT INTO logged_model_params VALUES ('{logged}', 3, 'depth', '3');
            INSERT INTO logged_model_metrics VALUES ('{logged}', 'loss', 2000, 1, 0.25, 3, '{_run}', NULL, NULL, NULL);
            INSERT INTO inputs VALUES ('i1', 'RUN_OUTPUT', '{_run}', 'MODEL_OUTPUT', '{logged}', 4);
            INSERT INTO registered_models VALUES ('{model}', 'about');
            INSERT INTO registered_model_aliases VALUES ('{model}', 'champion', 1);
            INSERT INTO model_versions VALUES ('{model}', 1, NULL, 'Production', 'models:/{logged}', '{_run}', NULL);
            """);
        var options = new MlflowImportOptions { From = $"sqlite:///{file}", Url = server.Url };
        var report = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Empty(report.Problems);
        Assert.Equal((1, 1, 1), (report.Came.LoggedModels, report.Came.Models, report.Came.ModelVersions));

        var (_, json) = await server.GetAsync($"/api/2.0/mlflow/logged-models/{logged}");
        var (info, data) = (json.GetProperty("model").GetProperty("info"), json.GetProperty("model").GetProperty("data"));
        Assert.Equal((5000, "LOGGED_MODEL_READY"), (info.GetProperty("creation_timestamp_ms").GetInt64(), info.GetProperty("status").GetString()));
        Assert.Equal("""[{"key":"depth","value":"3"}]""", data.GetProperty("params").GetRawText());
        Assert.Equal(0.25, data.GetProperty("metrics")[0].GetProperty("value").GetDouble());
        var (_, run) = await server.GetAsync($"/api/2.0/mlflow/runs/get?run_id={_run}");
        Assert.Equal(4, run.GetProperty("run").GetProperty("outputs").GetProperty("model_outputs")[0].GetProperty("step").GetInt64());
        var (_, version) = await server.GetAsync($"/api/2.0/mlflow/registered-models/alias?name={model}&alias=champion");
        Assert.Equal("Production", version.GetProperty("model_version").GetProperty("current_stage").GetString());
        Assert.Equal("flavors", await server.Http.GetStringAsync(
            $"/ajax-api/2.0/mlflow/logged-models/{logged}/artifacts/files?artifact_file_path=MLmodel", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tells_of_artifacts_that_are_not_on_this_machine()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, $"s3://bucket/3/{_run}/artifacts");
        var options = new MlflowImportOptions { From = file, Url = server.Url, Project = $"local/{_name}" };
        var report = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal((1, 3), (report.Came.Runs, report.Came.Points));
        Assert.Contains("s3://bucket", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
    }

    private string Write(TemporaryFolder folder, string artifacts)
    {
        var file = Path.Combine(folder.Path, "mlflow.db");
        Execute(
            file,
            Tables +
            $"""
            INSERT INTO experiments VALUES (0, 'Default', '', 'active', 1, 1), (3, '{_name}', '', 'active', 1, 1);
            INSERT INTO runs VALUES ('{_run}', 'swift', 'ada', 'KILLED', 1000, 5000, 'active', '{artifacts}', 3);
            INSERT INTO params VALUES ('lr', '0.5', '{_run}');
            INSERT INTO tags VALUES ('mlflow.runName', 'swift', '{_run}');
            INSERT INTO metrics VALUES ('loss', 0.25, 2000, '{_run}', 1, 0), ('loss', 0, 3000, '{_run}', 2, 1),
                ('loss', -1.7976931348623157e308, 4000, '{_run}', 3, 0);
            """);
        return file;
    }

    private static void Execute(string file, string sql)
    {
        using var db = new SqliteConnection($"Data Source={file};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
#pragma warning disable CA2100 // The text is this test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
