using Cairn.Protocols.Import;
using Cairn.Protocols.Import.Mlflow;

namespace Cairn.Protocols.Tests.Import.Mlflow;

public sealed class RestImportTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Brings_a_run_from_one_server_to_another()
    {
        await using var source = new RunningServer();
        await source.InitializeAsync();
        var project = RunningServer.NewProject();
        var id = await source.StartRunAsync(project, "\"uid\":\"abc123\",\"name\":\"first\",\"config\":{\"lr\":0.5},\"startedAt\":1000");
        await source.LogAsync(id, [.. Enumerable.Range(0, 30).Select(step => $$$"""{"step":{{{step}}},"time":{{{2000 + step}}},"metrics":{"loss":{{{step}}}.5}}""")]);
        await source.SendAsync(HttpMethod.Put, $"/api/v1/runs/{id}/files/deep/er/a.txt", "text", "text/plain");
        await source.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{id}", """{"state":"finished","finishedAt":9000}""");

        var options = new MlflowImportOptions { From = source.Url, Url = server.Url };
        var report = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal((1, 30, 1), (report.Came.Runs, report.Came.Points, report.Came.Files));
        var run = await server.RunAsync(project, "abc123");
        Assert.Equal(("first", "finished"), (run.GetProperty("name").GetString(), run.GetProperty("state").GetString()));
        Assert.Equal((1000, 9000), (run.GetProperty("startedAt").GetInt64(), run.GetProperty("finishedAt").GetInt64()));
        Assert.Equal("""{"lr":"0.5"}""", run.GetProperty("config").GetRawText());
        Assert.Equal((29, 2029, "29.5"), (await server.PointsAsync(run, "loss"))[^1]);
        Assert.Equal("text", await server.FileAsync(run, "deep/er/a.txt"));

        var again = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (again.UnchangedRuns, again.Came.Runs));
    }

    [Fact]
    public async Task Says_that_a_server_does_not_answer()
    {
        var options = new MlflowImportOptions { From = "http://127.0.0.1:9", Url = server.Url };
        await Assert.ThrowsAsync<ImportException>(() => MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken));
        options = options with { From = server.Url, Url = "http://127.0.0.1:9" };
        await Assert.ThrowsAsync<ImportException>(() => MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken));
    }
}
