using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class SweepTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Upsert =
        """
        mutation UpsertSweep($id: ID, $config: String, $description: String, $displayName: String, $entityName: String, $projectName: String,
            $controller: JSONString, $scheduler: JSONString, $state: String, $priorRunsFilters: JSONString) {
          upsertSweep(input: {id: $id, config: $config, description: $description, displayName: $displayName, entityName: $entityName,
              projectName: $projectName, controller: $controller, scheduler: $scheduler, state: $state, priorRunsFilters: $priorRunsFilters}) {
            sweep { id name project { id name entity { id name } } } configValidationWarnings
          }
        }
        """;

    private const string Grid =
        """
        program: train.py
        method: grid
        metric: {name: loss, goal: minimize}
        parameters:
          lr:
            values: [0.1, 0.01]
          net:
            parameters:
              depth: {values: [1, 2]}
          fixed: {value: "x"}
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task Runs_that_are_there_are_taken_in_as_trials_that_need_not_be_tried_again()
    {
        var project = WandbWire.NewProject();
        foreach (var (run, lr) in new[] { ("a", "0.1"), ("b", "0.5"), ("other", "0.1") })
        {
            await _wire.StartAsync(project, run, $$$"""{"lr":{"value":{{{lr}}} },"net":{"value":{"depth":1} },"_wandb":{"value":{"t":{} } } }""");
            await _wire.StreamAsync($"/files/local/{project}/{run}", new { complete = true, exitcode = 0 });
        }

        var made = await _wire.DataAsync(
            Upsert, new { config = Grid, projectName = project, entityName = "local", priorRunsFilters = """{"$or":[{"name":"a"},{"name":"b"}]}""" });
        var name = made.GetProperty("upsertSweep").GetProperty("sweep").GetProperty("name").GetString()!;
        var sweep = await SweepAsync(project, name, "runCount priorRuns { edges { node { name sweepName } } }");
        Assert.Equal(
            [$"a {name}", $"b {name}"],
            sweep.GetProperty("priorRuns").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))
                .Select(node => $"{node.GetProperty("name")} {node.GetProperty("sweepName")}"));
        Assert.Equal(2, sweep.GetProperty("runCount").GetInt32());

        // Of the four points of the grid, one has been tried; a value that is not on it takes no place.
        var agent = await AgentAsync(project, name);
        for (var i = 0; i < 3; i++)
        {
            var command = Assert.Single(await BeatAsync(agent));
            Assert.Equal("run", command.GetProperty("type").GetString());
            var args = command.GetProperty("args");
            Assert.NotEqual((0.1, 1), (args.GetProperty("lr").GetProperty("value").GetDouble(), args.GetProperty("net").GetProperty("value").GetProperty("depth").GetInt32()));
            var run = command.GetProperty("run_id").GetString()!;
            await _wire.StartAsync(project, run);
            await _wire.StreamAsync($"/files/local/{project}/{run}", new { complete = true, exitcode = 0 });
        }

        Assert.Equal("exit", Assert.Single(await BeatAsync(agent)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_grid_is_handed_out_point_by_point_and_ends()
    {
        var project = WandbWire.NewProject();
        var (id, name) = await MakeAsync(project, Grid);
        var sweep = await SweepAsync(project, name, "state method runCountExpected config displayName");
        Assert.Equal("PENDING grid 4", $"{sweep.GetProperty("state")} {sweep.GetProperty("method")} {sweep.GetProperty("runCountExpected")}");
        Assert.Contains("program: train.py", sweep.GetProperty("config").GetString(), StringComparison.Ordinal);

        var agents = new[] { await AgentAsync(project, name), await AgentAsync(project, name) };
        var seen = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            var command = Assert.Single(await BeatAsync(agents[i % 2]));
            Assert.Equal("run train.py", $"{command.GetProperty("type")} {command.GetProperty("program")}");
            Assert.True(seen.Add(command.GetProperty("args").GetRawText()));
            var run = command.GetProperty("run_id").GetString()!;
            var pending = await _wire.RunAsync(project, run, "state sweepName wandbConfig(keys: [\"t\"])");
            Assert.Equal($"pending {name} {{}}", $"{pending.GetProperty("state")} {pending.GetProperty("sweepName")} {pending.GetProperty("wandbConfig")}");

            // While it is at work it gets nothing else.
            Assert.Empty(await BeatAsync(agents[i % 2]));
            var bucket = (await _wire.UpsertAsync(new { project, name = run, sweep = name, config = """{"_wandb":{"value":{"t":{}}}}""" })).GetProperty("bucket");
            Assert.Equal(name, bucket.GetProperty("sweepName").GetString());
            Assert.Empty(await BeatAsync(agents[i % 2], run));
            await _wire.HistoryAsync($"/files/local/{project}/{run}", 0, $$"""{"_step":0,"loss":{{5 - i}}}""");
            await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":0}""");
        }

        Assert.Equal(4, seen.Count);
        Assert.Contains("""{"lr":{"value":0.1},"net":{"value":{"depth":1}},"fixed":{"value":"x"}}""", seen);
        Assert.Equal("exit", Assert.Single(await BeatAsync(agents[0])).GetProperty("type").GetString());
        sweep = await SweepAsync(project, name, "state runCount bestLoss agents { edges { node { id totalRuns } } } runs { edges { node { name } } }");
        Assert.Equal("FINISHED 4 2", $"{sweep.GetProperty("state")} {sweep.GetProperty("runCount")} {sweep.GetProperty("bestLoss")}");
        Assert.Equal(2, sweep.GetProperty("agents").GetProperty("edges")[0].GetProperty("node").GetProperty("totalRuns").GetInt32());
        Assert.Equal(4, sweep.GetProperty("runs").GetProperty("edges").GetArrayLength());
        Assert.NotEmpty(id);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("bayes")]
    public async Task A_search_stays_in_its_space_and_stops_at_the_run_cap(string method)
    {
        var project = WandbWire.NewProject();
        var (_, name) = await MakeAsync(
            project,
            $$"""{"method":"{{method}}","metric":{"name":"loss","goal":"minimize"},"run_cap":4,"parameters":{"lr":{"distribution":"log_uniform_values","min":0.001,"max":1},"n":{"min":1,"max":5} } }""");
        Assert.Equal(JsonValueKind.Null, (await SweepAsync(project, name, "runCountExpected")).GetProperty("runCountExpected").ValueKind);
        var agent = await AgentAsync(project, name);
        for (var i = 0; i < 4; i++)
        {
            var command = Assert.Single(await BeatAsync(agent));
            var args = command.GetProperty("args");
            Assert.InRange(args.GetProperty("lr").GetProperty("value").GetDouble(), 0.001, 1);
            Assert.InRange(args.GetProperty("n").GetProperty("value").GetInt32(), 1, 5);
            var run = command.GetProperty("run_id").GetString()!;
            await _wire.HistoryAsync($"/files/local/{project}/{run}", 0, """{"_step":0,"loss":1}""");
            await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":0}""");
        }

        Assert.Equal("exit", Assert.Single(await BeatAsync(agent)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task People_pause_resume_and_cancel_a_sweep()
    {
        var project = WandbWire.NewProject();
        var (id, name) = await MakeAsync(project, Grid);
        var agent = await AgentAsync(project, name);
        Assert.Equal("RUNNING", (await SweepAsync(project, name, "state")).GetProperty("state").GetString());
        await _wire.DataAsync(Upsert, new { id, config = "{}\n", state = "PAUSED" });
        Assert.Empty(await BeatAsync(agent));
        await _wire.DataAsync(Upsert, new { id, state = "RUNNING", displayName = "named" });
        var run = Assert.Single(await BeatAsync(agent)).GetProperty("run_id").GetString()!;
        await _wire.DataAsync(Upsert, new { id, state = "CANCELED" });
        var commands = await BeatAsync(agent, run);
        Assert.Equal(["stop", "exit"], commands.Select(command => command.GetProperty("type").GetString()));
        Assert.Equal(run, commands[0].GetProperty("run_id").GetString());
        var sweep = await SweepAsync(project, name, "state displayName config");
        Assert.Equal("CANCELED named", $"{sweep.GetProperty("state")} {sweep.GetProperty("displayName")}");
        Assert.Contains("grid", sweep.GetProperty("config").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _wire.PostAsync(Upsert, new { id, state = "RUNNING" })).Status);
    }

    [Fact]
    public async Task A_trial_that_was_lost_can_be_put_back_into_the_queue()
    {
        var project = WandbWire.NewProject();
        var (_, name) = await MakeAsync(project, Grid);
        var agent = await AgentAsync(project, name);
        var first = Assert.Single(await BeatAsync(agent));
        var run = first.GetProperty("run_id").GetString()!;
        await _wire.StreamRawAsync($"/files/local/{project}/{run}", """{"complete":true,"exitcode":1}""");
        var id = (await _wire.RunAsync(project, run, "id")).GetProperty("id").GetString();
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        await _wire.DataAsync("mutation U($input: UpdateRunStateInput!) { updateRunState(input: $input) { success } }", new { input = new { id, state = "pending" } });
        var again = Assert.Single(await BeatAsync(agent));
        Assert.Equal($"resume {run}", $"{again.GetProperty("type")} {again.GetProperty("run_id")}");
        Assert.Equal(first.GetProperty("args").GetRawText(), again.GetProperty("args").GetRawText());
    }

    [Fact]
    public async Task Hyperband_stops_a_bad_trial()
    {
        var project = WandbWire.NewProject();
        var (_, name) = await MakeAsync(
            project,
            "{\"method\":\"random\",\"metric\":{\"name\":\"loss\"},\"early_terminate\":{\"type\":\"hyperband\",\"min_iter\":2},\"parameters\":{\"x\":{\"min\":0.0,\"max\":1.0}}}");
        var agents = new List<string>();
        var trials = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            agents.Add(await AgentAsync(project, name));
            trials.Add(Assert.Single(await BeatAsync(agents[i])).GetProperty("run_id").GetString()!);
            await _wire.HistoryAsync(
                $"/files/local/{project}/{trials[i]}", 0,
                [.. Enumerable.Range(0, 5).Select(step => $$"""{"_step":{{step}},"loss":{{i}}}""")]);
        }

        var stop = Assert.Single(await BeatAsync(agents[2], trials[2]));
        Assert.Equal($"stop {trials[2]}", $"{stop.GetProperty("type")} {stop.GetProperty("run_id")}");
        Assert.Empty(await BeatAsync(agents[0], trials[0]));
        Assert.Empty(await BeatAsync(agents[2], trials[2]));
    }

    [Theory]
    [InlineData("method: [unclosed", "YAML")]
    [InlineData("just words", "mapping")]
    [InlineData("method: nothing\nparameters: {a: {value: 1}}", "method")]
    [InlineData("method: grid\nparameters: {a: {min: 0.0, max: 1.0}}", "a")]
    [InlineData("a: &a [1]\nb: {c: {d: *a}}", "method")]
    public async Task A_configuration_that_is_wrong_is_refused_in_words(string config, string word)
    {
        var (status, json) = await _wire.PostAsync(Upsert, new { config, projectName = WandbWire.NewProject() });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(word, json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        var (status, _) = await _wire.PostAsync(
            "mutation C($sweep: String!) { createAgent(input: {sweep: $sweep, host: \"h\", projectName: \"none\"}) { agent { id } } }", new { sweep = "gone" });
        Assert.Equal(HttpStatusCode.NotFound, status);
        (status, _) = await _wire.PostAsync(
            "mutation H($id: ID!) { agentHeartbeat(input: {id: $id, runState: \"{}\"}) { commands } }", new { id = "QWdlbnQ6OTk5OTk=" });
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Sweeps_are_listed_in_pages_and_renamed()
    {
        var project = WandbWire.NewProject();
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
            names.Add((await MakeAsync(project, Grid)).Name);
        var (id, last) = await MakeAsync(project, Grid.Replace("method: grid", "method: random", StringComparison.Ordinal));
        names.Add(last);
        await _wire.DataAsync(Upsert, new { id, displayName = "the last", projectName = project, entityName = "local" });
        const string Query =
            "query GetSweeps($project: String!, $entity: String!, $filters: JSONString!, $cursor: String, $perPage: Int = 50) { project(name: $project, entityName: $entity) { totalSweeps sweeps(after: $cursor, first: $perPage, filters: $filters) { pageInfo { __typename endCursor hasNextPage } edges { node { __typename id name displayName method state description bestLoss config createdAt updatedAt runCount runCountExpected } } } } }";
        var found = new List<JsonElement>();
        string? cursor = null;
        for (var more = true; more;)
        {
            var page = (await _wire.DataAsync(Query, new { project, entity = "local", filters = "{}", cursor, perPage = 3 })).GetProperty("project");
            Assert.Equal(4, page.GetProperty("totalSweeps").GetInt32());
            var sweeps = page.GetProperty("sweeps");
            found.AddRange(sweeps.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node")));
            cursor = sweeps.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            more = sweeps.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean();
            Assert.True(found.Count <= 4);
        }

        Assert.Equal(names.Order(), found.Select(sweep => sweep.GetProperty("name").GetString()!).Order());
        var renamed = found.Single(sweep => sweep.GetProperty("name").GetString() == last);
        Assert.Equal("the last random", $"{renamed.GetProperty("displayName")} {renamed.GetProperty("method")}");
        Assert.Equal(JsonValueKind.Null, renamed.GetProperty("runCountExpected").ValueKind);
    }

    private async Task<(string Id, string Name)> MakeAsync(string project, string config)
    {
        var made = (await _wire.DataAsync(Upsert, new { config, projectName = project })).GetProperty("upsertSweep");
        Assert.Equal(0, made.GetProperty("configValidationWarnings").GetArrayLength());
        Assert.Equal(project, made.GetProperty("sweep").GetProperty("project").GetProperty("name").GetString());
        return (made.GetProperty("sweep").GetProperty("id").GetString()!, made.GetProperty("sweep").GetProperty("name").GetString()!);
    }

    private async Task<string> AgentAsync(string project, string sweep) => (await _wire.DataAsync(
        "mutation CreateAgent($host: String!, $projectName: String, $entityName: String, $sweep: String!) { createAgent(input: {host: $host, projectName: $projectName, entityName: $entityName, sweep: $sweep}) { agent { id } } }",
        new { host = "h", projectName = project, entityName = "local", sweep })).GetProperty("createAgent").GetProperty("agent").GetProperty("id").GetString()!;

    private async Task<List<JsonElement>> BeatAsync(string agent, params string[] runs)
    {
        var state = JsonSerializer.Serialize(runs.ToDictionary(run => run, _ => true));
        var data = await _wire.DataAsync(
            "mutation Heartbeat($id: ID!, $metrics: JSONString, $runState: JSONString) { agentHeartbeat(input: {id: $id, metrics: $metrics, runState: $runState}) { agent { id } commands } }",
            new { id = agent, metrics = "{}", runState = state });
        return [.. JsonElement.Parse(data.GetProperty("agentHeartbeat").GetProperty("commands").GetString()!).EnumerateArray()];
    }

    private async Task<JsonElement> SweepAsync(string project, string name, string fields) =>
        (await _wire.DataAsync(
            $$"""query S($project: String!, $sweep: String!) { project(name: $project) { sweep(sweepName: $sweep) { {{fields}} } } }""",
            new { project, sweep = name })).GetProperty("project").GetProperty("sweep");
}
