using System.Net;
using System.Text.Json;
using Cairn.Protocols.Tests.Wandb;

namespace Cairn.Protocols.Tests.Native;

public sealed class SweepEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Grid =
        """
        method: grid
        metric: {name: loss, goal: minimize}
        parameters:
          lr: {values: [0.1, 0.01]}
          net: {parameters: {depth: {values: [1]}}}
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_sweep_is_made_of_YAML_read_steered_and_listed()
    {
        var project = await NewProjectAsync();
        var (uid, made) = await MakeAsync(project, Grid);
        Assert.Equal("pending grid 2", $"{made.GetProperty("sweep").GetProperty("state")} {made.GetProperty("sweep").GetProperty("method")} {made.GetProperty("sweep").GetProperty("expected")}");
        Assert.Equal(["lr", "net.depth"], made.GetProperty("space").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("[1]", made.GetProperty("space")[1].GetProperty("definition").GetProperty("values").GetRawText());
        Assert.Equal(Grid, made.GetProperty("text").GetString());

        Assert.Equal("paused", (await PatchAsync(project, uid, "paused")).Json.GetProperty("sweep").GetProperty("state").GetString());
        Assert.Equal("running", (await PatchAsync(project, uid, "running")).Json.GetProperty("sweep").GetProperty("state").GetString());
        Assert.Equal("canceled", (await PatchAsync(project, uid, "canceled")).Json.GetProperty("sweep").GetProperty("state").GetString());
        var (status, json) = await PatchAsync(project, uid, "running");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("state", json.GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(project, uid, "asleep")).Status);

        var second = await MakeAsync(project, """{"method":"random","run_cap":3,"parameters":{"lr":{"min":0.0,"max":1.0}}}""");
        var list = (await server.GetAsync($"/api/v1/projects/local/{project}/sweeps")).Json.GetProperty("sweeps");
        Assert.Equal([second.Uid, uid], list.EnumerateArray().Select(one => one.GetProperty("uid").GetString()));
        Assert.Equal(3, list[0].GetProperty("expected").GetInt32());
    }

    [Fact]
    public async Task Trials_come_with_settings_results_and_the_best_so_far()
    {
        var project = await NewProjectAsync();
        var (uid, _) = await MakeAsync(project, Grid);
        var agent = await AgentAsync(project, uid);
        foreach (var loss in new[] { 5, 3 })
        {
            var run = (await BeatAsync(agent))[0].GetProperty("run_id").GetString()!;
            await _wire.HistoryAsync($"/files/local/{project}/{run}", 0, $$"""{"_step":0,"loss":{{loss}}}""", """{"_step":1,"loss":9}""");
            await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":0}""");
        }

        var detail = await GetAsync(project, uid);
        var trials = detail.GetProperty("trials");
        Assert.Equal("""{"lr":0.1,"net.depth":1}""", trials[0].GetProperty("values").GetRawText());
        Assert.Equal(["finished 5 5", "finished 3 3"], trials.EnumerateArray().Select(trial =>
            $"{trial.GetProperty("status")} {trial.GetProperty("value")} {trial.GetProperty("bestSoFar")}"));
        var sweep = detail.GetProperty("sweep");
        Assert.Equal("1 3", $"{sweep.GetProperty("best").GetProperty("trial")} {sweep.GetProperty("best").GetProperty("value")}");
        Assert.Equal("2 2", $"{sweep.GetProperty("counts").GetProperty("total")} {sweep.GetProperty("counts").GetProperty("finished")}");
        var one = Assert.Single(detail.GetProperty("agents").EnumerateArray());
        Assert.Equal("h True 2", $"{one.GetProperty("host")} {one.GetProperty("alive").GetBoolean()} {one.GetProperty("trials")}");
    }

    [Fact]
    public async Task A_failed_trial_goes_back_into_the_queue_also_when_the_sweep_has_finished()
    {
        var project = await NewProjectAsync();
        var (uid, _) = await MakeAsync(project, Grid);
        var agent = await AgentAsync(project, uid);
        var first = (await BeatAsync(agent))[0];
        var run = first.GetProperty("run_id").GetString()!;
        Assert.Equal(HttpStatusCode.BadRequest, (await RequeueAsync(project, uid, 0)).Status);
        await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":1}""");
        await PatchAsync(project, uid, "finished");
        Assert.Equal("exit", (await BeatAsync(agent))[0].GetProperty("type").GetString());

        var (status, trial) = await RequeueAsync(project, uid, 0);
        Assert.True(status == HttpStatusCode.OK, trial.ToString());
        Assert.Equal("queued", trial.GetProperty("status").GetString());
        Assert.Equal(1, (await GetAsync(project, uid)).GetProperty("sweep").GetProperty("counts").GetProperty("queued").GetInt32());
        var again = Assert.Single(await BeatAsync(agent));
        Assert.Equal($"resume {run}", $"{again.GetProperty("type")} {again.GetProperty("run_id")}");
        Assert.Equal(first.GetProperty("args").GetRawText(), again.GetProperty("args").GetRawText());

        // It is done once, and the finished sweep makes no other.
        Assert.Empty(await BeatAsync(agent));
        await _wire.HistoryAsync($"/files/local/{project}/{run}", 0, """{"_step":0,"loss":1}""");
        await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":0}""");
        Assert.Equal("exit", (await BeatAsync(agent))[0].GetProperty("type").GetString());
        Assert.Equal("finished", (await GetAsync(project, uid)).GetProperty("trials")[0].GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await RequeueAsync(project, uid, 0)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await RequeueAsync(project, uid, 7)).Status);
    }

    [Fact]
    public async Task Brackets_tell_how_many_trials_went_on()
    {
        var project = await NewProjectAsync();
        var (uid, _) = await MakeAsync(
            project,
            """{"method":"random","metric":{"name":"loss"},"early_terminate":{"type":"hyperband","min_iter":2},"parameters":{"x":{"min":0.0,"max":1.0}}}""");
        var runs = new List<(string Agent, string Run)>();
        for (var i = 0; i < 3; i++)
        {
            var agent = await AgentAsync(project, uid);
            runs.Add((agent, (await BeatAsync(agent))[0].GetProperty("run_id").GetString()!));
            await _wire.HistoryAsync($"/files/local/{project}/{runs[i].Run}", 0, [.. Enumerable.Range(0, 5).Select(step => $$"""{"_step":{{step}},"loss":{{i}}}""")]);
        }

        Assert.Equal("stop", Assert.Single(await BeatAsync(runs[2].Agent, runs[2].Run)).GetProperty("type").GetString());
        await _wire.StreamRawAsync($"/files/local/{project}/{runs[2].Run}", """{"complete":true,"exitcode":255}""");
        var detail = await GetAsync(project, uid);
        Assert.Equal("stopped", detail.GetProperty("trials")[2].GetProperty("status").GetString());
        Assert.Equal(["2 3 1 1", "6 0 0 -"], detail.GetProperty("brackets").EnumerateArray().Select(one =>
            $"{one.GetProperty("iteration")} {one.GetProperty("reached")} {one.GetProperty("stopped")} {(one.TryGetProperty("threshold", out var limit) ? limit : "-")}"));
    }

    [Fact]
    public async Task What_is_wrong_or_missing_is_said()
    {
        var project = await NewProjectAsync();
        var (status, json) = await server.PostAsync($"/api/v1/projects/local/{project}/sweeps", """{"text":"method: nothing\nparameters: {a: {value: 1}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("method", json.GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync($"/api/v1/projects/local/{project}/sweeps", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/projects/local/{project}/sweeps/nothere1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/v1/projects/local/nowhere/sweeps")).Status);
    }

    private async Task<string> NewProjectAsync()
    {
        var project = WandbWire.NewProject();
        var (status, _) = await server.PostAsync("/api/v1/projects", $$"""{"team":"local","name":"{{project}}"}""");
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK);
        return project;
    }

    private async Task<(string Uid, JsonElement Detail)> MakeAsync(string project, string text)
    {
        var (status, json) = await server.PostAsync($"/api/v1/projects/local/{project}/sweeps", JsonSerializer.Serialize(new { text }));
        Assert.True(status == HttpStatusCode.Created, json.ToString());
        return (json.GetProperty("sweep").GetProperty("uid").GetString()!, json);
    }

    private async Task<JsonElement> GetAsync(string project, string uid) => (await server.GetAsync($"/api/v1/projects/local/{project}/sweeps/{uid}")).Json;

    private Task<(HttpStatusCode Status, JsonElement Json)> PatchAsync(string project, string uid, string state) =>
        server.SendAsync(HttpMethod.Patch, $"/api/v1/projects/local/{project}/sweeps/{uid}", $$"""{"state":"{{state}}"}""");

    private Task<(HttpStatusCode Status, JsonElement Json)> RequeueAsync(string project, string uid, int trial) =>
        server.PostAsync($"/api/v1/projects/local/{project}/sweeps/{uid}/trials/{trial}/requeue", "{}");

    private async Task<string> AgentAsync(string project, string sweep) => (await _wire.DataAsync(
        "mutation C($host: String!, $projectName: String, $entityName: String, $sweep: String!) { createAgent(input: {host: $host, projectName: $projectName, entityName: $entityName, sweep: $sweep}) { agent { id } } }",
        new { host = "h", projectName = project, entityName = "local", sweep })).GetProperty("createAgent").GetProperty("agent").GetProperty("id").GetString()!;

    private async Task<List<JsonElement>> BeatAsync(string agent, params string[] runs)
    {
        var data = await _wire.DataAsync(
            "mutation H($id: ID!, $metrics: JSONString, $runState: JSONString) { agentHeartbeat(input: {id: $id, metrics: $metrics, runState: $runState}) { agent { id } commands } }",
            new { id = agent, metrics = "{}", runState = JsonSerializer.Serialize(runs.ToDictionary(run => run, _ => true)) });
        return [.. JsonElement.Parse(data.GetProperty("agentHeartbeat").GetProperty("commands").GetString()!).EnumerateArray()];
    }
}
