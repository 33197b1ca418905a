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
        using var db = new SqliteConnection($"Data Source={file};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = Tables +
            $"""
            INSERT INTO experiments VALUES (0, 'Default', '', 'active', 1, 1), (3, '{_name}', '', 'active', 1, 1);
            INSERT INTO runs VALUES ('{_run}', 'swift', 'ada', 'KILLED', 1000, 5000, 'active', '{artifacts}', 3);
            INSERT INTO params VALUES ('lr', '0.5', '{_run}');
            INSERT INTO tags VALUES ('mlflow.runName', 'swift', '{_run}');
            INSERT INTO metrics VALUES ('loss', 0.25, 2000, '{_run}', 1, 0), ('loss', 0, 3000, '{_run}', 2, 1),
                ('loss', -1.7976931348623157e308, 4000, '{_run}', 3, 0);
            """;
        command.ExecuteNonQuery();
        return file;
    }
}
