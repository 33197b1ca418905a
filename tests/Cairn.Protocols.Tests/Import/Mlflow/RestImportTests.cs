using System.Net;
using Cairn.Protocols.Import;
using Cairn.Protocols.Import.Mlflow;
using Cairn.Protocols.Tests.Mlflow;

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
    public async Task Brings_logged_models_and_the_registry_with_their_numbers_and_ids()
    {
        await using var source = new MlflowServer();
        await source.InitializeAsync();
        var (experiment, name) = ($"exp{Guid.NewGuid():n}", $"net{Guid.NewGuid():n}");
        var id = await source.CreateExperimentAsync(experiment);
        var run = await source.CreateRunAsync(id, "\"run_name\":\"maker\"");
        var logged = (await source.PostAsync(
            "logged-models", $$"""{"experiment_id":"{{id}}","name":"net","model_type":"cnn","source_run_id":"{{run}}","params":[{"key":"depth","value":"3"}]}"""))
            .GetProperty("model").GetProperty("info").GetProperty("model_id").GetString()!;
        await source.SendAsync(HttpMethod.Patch, $"logged-models/{logged}", $$"""{"model_id":"{{logged}}","status":"LOGGED_MODEL_READY"}""");
        await source.PostAsync("runs/outputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"{{logged}}","step":7}]}""");
        await source.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"acc","value":0.75,"timestamp":1,"step":7,"model_id":"{{logged}}"}""");
        using (var weights = new StringContent("1 2 3"))
        using (await source.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{id}/models/{logged}/artifacts/data/weights.txt", weights))
        {
            await source.PostAsync("registered-models/create", $$"""{"name":"{{name}}","description":"about","tags":[{"key":"t","value":"v"}]}""");
        }

        foreach (var from in (string[])[$"mlflow-artifacts:/{id}/{run}/artifacts/model", "s3://bucket/gone", $"models:/{logged}"])
            await source.PostAsync("model-versions/create", $$"""{"name":"{{name}}","source":"{{from}}","run_id":"{{run}}","tags":[{"key":"n","value":"x"}]}""");
        await source.SendAsync(HttpMethod.Delete, "model-versions/delete", $$"""{"name":"{{name}}","version":"2"}""");
        await source.PostAsync("model-versions/transition-stage", $$"""{"name":"{{name}}","version":"1","stage":"Staging"}""");
        await source.PostAsync("registered-models/alias", $$"""{"name":"{{name}}","alias":"champion","version":"3"}""");

        var options = new MlflowImportOptions { From = source.Server.Url, Url = server.Url };
        var report = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Empty(report.Problems);
        Assert.Equal((1, 1, 1, 2), (report.Came.Runs, report.Came.LoggedModels, report.Came.Models, report.Came.ModelVersions));

        var (_, model) = await server.GetAsync($"/api/2.0/mlflow/logged-models/{logged}");
        var info = model.GetProperty("model").GetProperty("info");
        Assert.Equal(("LOGGED_MODEL_READY", "cnn"), (info.GetProperty("status").GetString(), info.GetProperty("model_type").GetString()));
        Assert.Equal(0.75, model.GetProperty("model").GetProperty("data").GetProperty("metrics")[0].GetProperty("value").GetDouble());
        Assert.Equal("1 2 3", await server.Http.GetStringAsync(
            $"/ajax-api/2.0/mlflow/logged-models/{logged}/artifacts/files?artifact_file_path=data/weights.txt", TestContext.Current.CancellationToken));
        var (_, copy) = await server.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}");
        Assert.Equal(
            $$"""[{"model_id":"{{logged}}","step":7}]""", copy.GetProperty("run").GetProperty("outputs").GetProperty("model_outputs").GetRawText());
        var (_, champion) = await server.GetAsync($"/api/2.0/mlflow/registered-models/alias?name={name}&alias=champion");
        Assert.Equal(
            ("3", $"models:/{logged}"),
            (champion.GetProperty("model_version").GetProperty("version").GetString(), champion.GetProperty("model_version").GetProperty("source").GetString()));
        var (_, first) = await server.GetAsync($"/api/2.0/mlflow/model-versions/get?name={name}&version=1");
        Assert.Equal("Staging", first.GetProperty("model_version").GetProperty("current_stage").GetString());
        var (gone, _) = await server.GetAsync($"/api/2.0/mlflow/model-versions/get?name={name}&version=2");
        Assert.Equal(HttpStatusCode.NotFound, gone);

        var again = await MlflowImport.RunAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Empty(again.Problems);
        Assert.Equal((1, 1, 2), (again.UnchangedRuns, again.Came.LoggedModels, again.Came.ModelVersions));
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
