using Cairn.Protocols.Import;
using Cairn.Protocols.Import.Mlflow;

namespace Cairn.Protocols.Tests.Import.Mlflow;

public sealed class FileStoreImportTests(RunningServer server) : IClassFixture<RunningServer>
{
    private readonly string _name = $"exp{Guid.NewGuid():n}";
    private readonly string _run = $"{Guid.NewGuid():n}";

    private string Project => $"local/{_name}";

    [Fact]
    public async Task Brings_all_of_a_run()
    {
        using var folder = new TemporaryFolder();
        var mlruns = Fixture(folder);
        mlruns.WriteRun($"{_run[..31]}z", status: 4, parent: _run);
        var report = await ImportAsync(mlruns.Path);

        Assert.Empty(report.Problems);
        Assert.Equal(new ImportCounts { Projects = 1, Runs = 2, Points = 10, Files = 2, Bytes = 10 }, report.Came);
        var run = await server.RunAsync(Project, _run);
        Assert.Equal("a: quoted name", run.GetProperty("name").GetString());
        Assert.Equal("finished", run.GetProperty("state").GetString());
        Assert.Equal(1700000000000, run.GetProperty("startedAt").GetInt64());
        Assert.Equal(1700000060000, run.GetProperty("finishedAt").GetInt64());
        Assert.Equal("""{"lr":"0.01","model/depth":"3"}""", run.GetProperty("config").GetRawText());
        Assert.Equal("""{"team":"vision"}""", run.GetProperty("labels").GetRawText());
        Assert.Equal("ada", run.GetProperty("environment").GetProperty("user").GetString());
        Assert.Equal(
            [(0, 1700000001000, "0.5"), (1, 1700000002000, "0.25"), (2, 1700000003000, "NaN")], await server.PointsAsync(run, "loss"));
        Assert.Equal(
            [(1, 1700000002000, "0.75"), (2, 1700000003000, "Infinity")], await server.PointsAsync(run, "test/accuracy"));
        Assert.Equal("1 2 3", await server.FileAsync(run, "model/weights.txt"));
        var child = await server.RunAsync(Project, $"{_run[..31]}z");
        Assert.Equal("failed", child.GetProperty("state").GetString());
        Assert.Equal(_run, child.GetProperty("parent").GetString());
        var (_, project) = await server.GetAsync($"/api/v1/projects/{Project}");
        Assert.Equal("what it is about", project.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Passes_by_what_came_and_brings_what_changed_since()
    {
        using var folder = new TemporaryFolder();
        var mlruns = Fixture(folder);
        await ImportAsync(mlruns.Path);
        var second = await ImportAsync(mlruns.Path);
        Assert.Equal((1, 0, 0), (second.UnchangedRuns, second.Came.Runs, second.Came.Points));

        File.AppendAllText(Path.Combine(mlruns.RunFolder(_run), "metrics", "loss"), "1700000004000 0.125 3\n");
        var third = await ImportAsync(mlruns.Path);
        Assert.Equal((0, 1, 6), (third.UnchangedRuns, third.Came.Runs, third.Came.Points));
        Assert.Equal(0, third.Came.Bytes);
        var run = await server.RunAsync(Project, _run);
        Assert.Equal(4, (await server.PointsAsync(run, "loss")).Count);
    }

    [Fact]
    public async Task Goes_on_where_it_was_interrupted()
    {
        using var folder = new TemporaryFolder();
        var mlruns = Fixture(folder);
        using var stop = new CancellationTokenSource();

        // The run is started and half filled when the program is stopped.
        var (_, started) = await server.PostAsync("/api/v1/runs", $$"""{"project":"{{Project}}","uid":"{{_run}}","source":"mlflow"}""");
        await server.LogAsync(started.GetProperty("run").GetProperty("id").GetInt64(), """{"step":0,"time":1700000001000,"metrics":{"loss":0.5}}""");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MlflowImport.RunAsync(Options(mlruns.Path), null, stop.Token));

        var report = await ImportAsync(mlruns.Path);
        Assert.True(report.IsWhole);
        var run = await server.RunAsync(Project, _run);
        Assert.Equal("finished", run.GetProperty("state").GetString());
        Assert.Equal(3, (await server.PointsAsync(run, "loss")).Count);
    }

    [Fact]
    public async Task Names_file_and_line_of_what_is_damaged_and_brings_the_rest()
    {
        using var folder = new TemporaryFolder();
        var mlruns = Fixture(folder);
        var metric = Path.Combine(mlruns.RunFolder(_run), "metrics", "loss");
        File.WriteAllText(metric, "1700000001000 0.5 0\nrubbish\n1700000003000 0.25 2\n");
        var broken = folder.Write("mlruns/7/broken/meta.yaml", "run_id: [unclosed\nx");
        var report = await ImportAsync(mlruns.Path);

        Assert.Equal(2, report.ProblemCount);
        Assert.Contains(report.Problems, problem => problem.Message.StartsWith($"{metric}:2: 'rubbish'", StringComparison.Ordinal));
        Assert.Contains(report.Problems, problem => problem.Message.StartsWith($"{broken}:", StringComparison.Ordinal));
        Assert.Equal((1, 1), (report.Missed.Points, report.Missed.Runs));
        var run = await server.RunAsync(Project, _run);
        Assert.Equal(2, (await server.PointsAsync(run, "loss")).Count);
        Assert.Equal(2, (await ImportAsync(mlruns.Path)).ProblemCount);
    }

    [Fact]
    public async Task Leaves_deleted_runs_unless_asked_for()
    {
        using var folder = new TemporaryFolder();
        var mlruns = new MlrunsFolder(folder, _name);
        mlruns.WriteExperiment();
        mlruns.WriteRun(_run, stage: "deleted");
        var without = await ImportAsync(mlruns.Path);
        Assert.Equal((1, 0), (without.DeletedRuns, without.Came.Runs));
        var with = await MlflowImport.RunAsync(Options(mlruns.Path) with { Deleted = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal(1, with.Came.Runs);
        var run = await server.RunAsync(Project, _run);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, run.GetProperty("deletedAt").ValueKind);
    }

    [Fact]
    public async Task Says_what_a_source_is_not()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<ImportException>(() => ImportAsync(folder.Path));
        await Assert.ThrowsAsync<ImportException>(() => ImportAsync(folder.Write("x.db", "no database")));
        await Assert.ThrowsAsync<ImportException>(() => ImportAsync("postgresql://host/db"));
        await Assert.ThrowsAsync<ImportException>(() => ImportAsync("/nowhere/at/all"));
    }

    private MlrunsFolder Fixture(TemporaryFolder folder)
    {
        var mlruns = new MlrunsFolder(folder, _name);
        mlruns.WriteExperiment();
        mlruns.WriteRun(_run);
        return mlruns;
    }

    private MlflowImportOptions Options(string from) => new() { From = from, Url = server.Url };

    private Task<ImportReport> ImportAsync(string from) =>
        MlflowImport.RunAsync(Options(from), null, TestContext.Current.CancellationToken);
}
