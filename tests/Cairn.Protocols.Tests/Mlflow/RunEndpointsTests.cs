namespace Cairn.Protocols.Tests.Mlflow;

public sealed class RunEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task A_run_has_everything_from_the_start()
    {
        var experiment = await server.CreateExperimentAsync();
        var answer = await server.PostAsync(
            "runs/create",
            $$"""{"experiment_id":"{{experiment}}","user_id":"ada","run_name":"first","start_time":123,"tags":[{"key":"mlflow.user","value":"ada"}]}""");
        var run = answer.GetProperty("run");
        var info = run.GetProperty("info");
        var id = info.GetProperty("run_id").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, info.GetProperty("run_uuid").GetString());
        Assert.Equal("first", info.GetProperty("run_name").GetString());
        Assert.Equal("ada", info.GetProperty("user_id").GetString());
        Assert.Equal("RUNNING", info.GetProperty("status").GetString());
        Assert.Equal(123, info.GetProperty("start_time").GetInt64());
        Assert.False(info.TryGetProperty("end_time", out _));
        Assert.Equal($"mlflow-artifacts:/{experiment}/{id}/artifacts", info.GetProperty("artifact_uri").GetString());
        Assert.Equal("active", info.GetProperty("lifecycle_stage").GetString());
        Assert.Equal("""{"tags":[{"key":"mlflow.user","value":"ada"},{"key":"mlflow.runName","value":"first"}]}""", run.GetProperty("data").GetRawText());
        Assert.Equal("{}", run.GetProperty("inputs").GetRawText());
        Assert.Equal(run.GetRawText(), (await server.GetRunAsync(id)).GetRawText());
        Assert.Equal(run.GetRawText(), (await server.GetAsync($"runs/get?run_uuid={id}")).GetProperty("run").GetRawText());
    }

    [Fact]
    public async Task A_name_comes_from_the_field_the_tag_or_chance()
    {
        Assert.Equal("t", await NameAsync("\"tags\":[{\"key\":\"mlflow.runName\",\"value\":\"t\"}]"));
        Assert.Equal("f", await NameAsync("\"run_name\":\"f\",\"tags\":[{\"key\":\"mlflow.runName\",\"value\":\"f\"}]"));
        Assert.Matches("^[a-z]+-[a-z]+-[0-9]+$", await NameAsync(""));
        await server.RefusedAsync("runs/create", """{"experiment_id":"0","run_name":"a","tags":[{"key":"mlflow.runName","value":"b"}]}""");

        async Task<string> NameAsync(string fields)
        {
            var run = await server.GetRunAsync(await server.CreateRunAsync(fields: fields));
            var name = run.GetProperty("info").GetProperty("run_name").GetString()!;
            Assert.Contains($$"""{"key":"mlflow.runName","value":"{{name}}"}""", run.GetProperty("data").GetRawText(), StringComparison.Ordinal);
            return name;
        }
    }

    [Fact]
    public async Task Runs_need_an_experiment()
    {
        await server.RefusedAsync("runs/create", "{}", "BAD_REQUEST");
        await server.RefusedAsync("runs/create", """{"experiment_id":""}""", "BAD_REQUEST");
        await server.RefusedAsync("runs/create", """{"experiment_id":"987654"}""", "RESOURCE_DOES_NOT_EXIST", 404);
    }

    [Fact]
    public async Task Only_given_fields_change()
    {
        var run = await server.CreateRunAsync();
        var info = (await server.PostAsync("runs/update", $$"""{"run_id":"{{run}}","status":"FINISHED","end_time":5000}""")).GetProperty("run_info");
        Assert.Equal("FINISHED", info.GetProperty("status").GetString());
        Assert.Equal(5000, info.GetProperty("end_time").GetInt64());
        info = (await server.PostAsync("runs/update", $$"""{"run_uuid":"{{run}}","run_name":"renamed"}""")).GetProperty("run_info");
        Assert.Equal("FINISHED", info.GetProperty("status").GetString());
        Assert.Equal(5000, info.GetProperty("end_time").GetInt64());
        Assert.Contains("""{"key":"mlflow.runName","value":"renamed"}""", (await server.GetRunAsync(run)).GetRawText(), StringComparison.Ordinal);
        await server.PostAsync("runs/set-tag", $$"""{"run_id":"{{run}}","key":"mlflow.runName","value":"by tag"}""");
        Assert.Equal("by tag", (await server.GetRunAsync(run)).GetProperty("info").GetProperty("run_name").GetString());
        info = (await server.PostAsync("runs/update", $$"""{"run_id":"{{run}}","status":4}""")).GetProperty("run_info");
        Assert.Equal("FAILED", info.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("SCHEDULED", "pending")]
    [InlineData("KILLED", "killed")]
    [InlineData("FINISHED", "finished")]
    public async Task States_are_those_of_the_native_run(string status, string state)
    {
        var experiment = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(experiment);
        await server.PostAsync("runs/update", $$"""{"run_id":"{{run}}","status":"{{status}}"}""");
        var name = (await server.GetAsync($"experiments/get?experiment_id={experiment}")).GetProperty("experiment").GetProperty("name").GetString();
        var (_, native) = await server.Server.GetAsync($"/api/v1/projects/local/{name}/runs/{run}");
        Assert.Equal(state, native.GetProperty("state").GetString());
        Assert.Equal("mlflow", native.GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_trash_takes_reads_but_no_writes()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync("runs/delete", $$"""{"run_id":"{{run}}"}""");
        await server.PostAsync("runs/delete", $$"""{"run_id":"{{run}}"}""");
        Assert.Equal("deleted", (await server.GetRunAsync(run)).GetProperty("info").GetProperty("lifecycle_stage").GetString());
        foreach (var (path, fields) in new[]
        {
            ("runs/update", "\"status\":\"FAILED\""), ("runs/log-metric", "\"key\":\"k\",\"value\":1,\"timestamp\":1"),
            ("runs/log-parameter", "\"key\":\"k\",\"value\":\"v\""), ("runs/set-tag", "\"key\":\"k\",\"value\":\"v\""),
            ("runs/delete-tag", "\"key\":\"k\""), ("runs/log-batch", "\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]"),
            ("runs/log-inputs", "\"datasets\":[]"), ("runs/outputs", "\"models\":[]"),
        })
        {
            await server.RefusedAsync(path, $$"""{"run_id":"{{run}}",{{fields}}}""");
        }

        await server.PostAsync("runs/restore", $$"""{"run_id":"{{run}}"}""");
        await server.PostAsync("runs/restore", $$"""{"run_id":"{{run}}"}""");
        await server.PostAsync("runs/set-tag", $$"""{"run_id":"{{run}}","key":"k","value":"v"}""");
    }

    [Theory]
    [InlineData("runs/update", "\"status\":\"FAILED\"")]
    [InlineData("runs/delete", "\"x\":1")]
    [InlineData("runs/restore", "\"x\":1")]
    [InlineData("runs/log-metric", "\"key\":\"k\",\"value\":1,\"timestamp\":1")]
    [InlineData("runs/log-batch", "\"x\":1")]
    [InlineData("runs/set-tag", "\"key\":\"k\",\"value\":\"v\"")]
    [InlineData("runs/log-inputs", "\"datasets\":[]")]
    public async Task Unknown_runs_are_not_found(string path, string fields)
    {
        await server.RefusedAsync(path, $$"""{"run_id":"{{Guid.NewGuid():n}}",{{fields}}}""", "RESOURCE_DOES_NOT_EXIST", 404);
        await server.RefusedAsync(HttpMethod.Get, $"runs/get?run_id={Guid.NewGuid():n}", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }
}
