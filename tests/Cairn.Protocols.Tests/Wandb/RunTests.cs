using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class RunTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string ResumeStatus =
        """
        query RunResumeStatus($project: String, $entity: String, $name: String!) {
          model(name: $project, entityName: $entity) {
            id name entity { id name }
            bucket(name: $name, missingOk: true) {
              id name summaryMetrics displayName logLineCount historyLineCount eventsLineCount historyTail eventsTail config tags notes
              wandbConfig(keys: ["t"])
            }
          }
        }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_run_is_made_with_its_project_and_its_config_unwrapped()
    {
        var project = WandbWire.NewProject();
        var made = await _wire.UpsertAsync(new
        {
            project,
            entity = "",
            name = "r",
            config = """{"lr":{"value":0.1,"desc":null},"net":{"value":{"depth":3}},"_wandb":{"value":{"t":{"4":"3.11"},"e":{"w":{"os":"Linux","program":"train.py","args":["--x"],"cpu_count":4,"memory":{"total":"1024"},"git":{"commit":"abc","remote":"r"}}}}}}""",
            tags = new[] { "a", "b" },
            groupName = "g",
            jobType = "train",
            notes = "n",
            host = "h",
        });

        Assert.True(made.GetProperty("inserted").GetBoolean());
        var bucket = made.GetProperty("bucket");
        Assert.Equal("r", bucket.GetProperty("name").GetString());
        Assert.Matches("^[a-z]+-[a-z]+-1$", bucket.GetProperty("displayName").GetString());
        Assert.Equal("local", bucket.GetProperty("project").GetProperty("entity").GetProperty("name").GetString());
        Assert.Equal(0, bucket.GetProperty("historyLineCount").GetInt32());
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        Assert.Equal("""{"lr":0.1,"net":{"depth":3}}""", run.GetProperty("config").GetRawText());
        Assert.Equal("wandb", run.GetProperty("source").GetString());
        Assert.Equal("g train n", $"{run.GetProperty("group")} {run.GetProperty("jobType")} {run.GetProperty("notes")}");
        var environment = run.GetProperty("environment");
        Assert.Equal("Linux", environment.GetProperty("os").GetString());
        Assert.Equal("train.py --x", environment.GetProperty("command").GetString());
        Assert.Equal(1024, environment.GetProperty("memoryBytes").GetInt64());
        Assert.Equal("abc", environment.GetProperty("git").GetProperty("commit").GetString());
        var config = JsonElement.Parse((await _wire.RunAsync(project, "r", "config")).GetProperty("config").GetString()!);
        Assert.Equal(0.1, config.GetProperty("lr").GetProperty("value").GetDouble());
        Assert.Equal("3.11", config.GetProperty("_wandb").GetProperty("value").GetProperty("t").GetProperty("4").GetString());
    }

    [Fact]
    public async Task What_is_absent_stays_and_config_and_tags_come_whole()
    {
        var project = WandbWire.NewProject();
        var id = (await _wire.UpsertAsync(new { project, name = "r", tags = new[] { "a" }, notes = "n", config = """{"x":{"value":1}}""" }))
            .GetProperty("bucket").GetProperty("id").GetString();
        var again = await _wire.UpsertAsync(new { project, name = "r", config = """{"y":{"value":2}}""" });
        Assert.False(again.GetProperty("inserted").GetBoolean());
        await _wire.UpsertAsync(new { id, tags = new[] { "b", "c" }, displayName = "d" });

        var run = await _wire.RunAsync(project, "r", "id config tags notes displayName");
        Assert.Equal(id, run.GetProperty("id").GetString());
        Assert.Equal("""{"y":{"value":2,"desc":null}}""", run.GetProperty("config").GetString());
        Assert.Equal("""["b","c"]""", run.GetProperty("tags").GetRawText());
        Assert.Equal("n d", $"{run.GetProperty("notes")} {run.GetProperty("displayName")}");
    }

    [Fact]
    public async Task Editing_a_finished_run_by_its_id_leaves_it_finished()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamRawAsync(path, """{"complete":true,"exitcode":0}""");
        var id = (await _wire.RunAsync(project, "r", "id")).GetProperty("id").GetString();
        await _wire.UpsertAsync(new { id, summaryMetrics = """{"best":1}""" });
        var run = await _wire.RunAsync(project, "r", "state summaryMetrics");
        Assert.Equal("finished {\"best\":1}", $"{run.GetProperty("state")} {run.GetProperty("summaryMetrics")}");
    }

    [Fact]
    public async Task Many_upserts_at_once_make_one_run()
    {
        var project = WandbWire.NewProject();
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _wire.UpsertAsync(new { project, name = "r", config = "{}" })));
        Assert.Single(made, one => one.GetProperty("inserted").GetBoolean());
        Assert.Single(made.Select(one => one.GetProperty("bucket").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_plain_config_of_the_js_client_is_taken_as_it_is()
    {
        var project = WandbWire.NewProject();
        await _wire.UpsertAsync(new { project, name = "r", config = """{"lr":0.5}""" });
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        Assert.Equal("""{"lr":0.5}""", run.GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task A_run_is_resumed_where_it_stopped()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        var empty = (await _wire.DataAsync(ResumeStatus, new { project, name = "r" })).GetProperty("model").GetProperty("bucket");
        Assert.Equal("[\"{}\"]", empty.GetProperty("historyTail").GetString());
        Assert.Equal("[\"{}\"]", empty.GetProperty("eventsTail").GetString());
        Assert.Equal(0, empty.GetProperty("historyLineCount").GetInt32());

        await _wire.HistoryAsync(path, 0, """{"_step":0,"loss":1}""", """{"_step":4,"_runtime":9,"loss":2}""");
        await _wire.StreamAsync(path, "output.log", 0, "a", "b", "c");
        await server.RestartAsync();
        var bucket = (await new WandbWire(server).DataAsync(ResumeStatus, new { project, name = "r" })).GetProperty("model").GetProperty("bucket");
        Assert.Equal(2, bucket.GetProperty("historyLineCount").GetInt32());
        Assert.Equal(0, bucket.GetProperty("eventsLineCount").GetInt32());
        Assert.Equal(3, bucket.GetProperty("logLineCount").GetInt32());
        var tail = JsonSerializer.Deserialize<string[]>(bucket.GetProperty("historyTail").GetString()!)!;
        Assert.Contains("\"_step\":4,", tail[^1], StringComparison.Ordinal);
        Assert.Equal("3.11", JsonElement.Parse(bucket.GetProperty("wandbConfig").GetString()!).GetProperty("t").GetProperty("4").GetString());
        Assert.Equal(2, (await _wire.UpsertAsync(new { project, name = "r" })).GetProperty("bucket").GetProperty("historyLineCount").GetInt32());
    }

    [Fact]
    public async Task A_run_or_project_that_is_not_there_is_null()
    {
        var project = WandbWire.NewProject();
        Assert.Equal(JsonValueKind.Null, (await _wire.DataAsync(ResumeStatus, new { project, name = "r" })).GetProperty("model").ValueKind);
        await _wire.StartAsync(project, "r");
        var model = (await _wire.DataAsync(ResumeStatus, new { project, name = "other" })).GetProperty("model");
        Assert.Equal(JsonValueKind.Null, model.GetProperty("bucket").ValueKind);
        var id = (await _wire.RunAsync(project, "r", "id")).GetProperty("id").GetString();
        await _wire.DataAsync("mutation D($id: ID!, $deleteArtifacts: Boolean) { deleteRun(input: {id: $id, deleteArtifacts: $deleteArtifacts}) { clientMutationId } }", new { id, deleteArtifacts = false });
        model = (await _wire.DataAsync(ResumeStatus, new { project, name = "r" })).GetProperty("model");
        Assert.Equal(JsonValueKind.Null, model.GetProperty("bucket").ValueKind);
    }

    [Fact]
    public async Task A_deleted_runs_id_that_is_used_again_has_none_of_its_history()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.HistoryAsync(path, 0, """{"_step":0,"loss":1}""", """{"_step":1,"loss":2}""");
        var id = (await _wire.RunAsync(project, "r", "id")).GetProperty("id").GetString();
        await _wire.DataAsync("mutation D($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }", new { id });
        await _wire.PostAsync(
            "mutation UpsertBucket($project: String, $name: String) { upsertBucket(input: {modelName: $project, name: $name}) { bucket { name historyLineCount } inserted } }",
            new { project, name = "r" });
        var model = (await _wire.DataAsync(ResumeStatus, new { project, name = "r" })).GetProperty("model");
        var bucket = model.GetProperty("bucket");
        Assert.True(
            bucket.ValueKind == JsonValueKind.Null
            || (bucket.GetProperty("historyLineCount").GetInt32() == 0 && bucket.GetProperty("historyTail").GetString() == """["{}"]"""),
            bucket.ToString());
    }

    [Fact]
    public async Task A_stop_reaches_both_kinds_of_client_and_the_run_counts_as_killed()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        var id = (await _wire.RunAsync(project, "r", "id")).GetProperty("id").GetString();
        await _wire.DataAsync("mutation StopRun($id: ID!) { stopRun(input: {id: $id}) { clientMutationId success } }", new { id });

        Assert.True((await _wire.StreamRawAsync(path, "{}")).Json.GetProperty("stopped").GetBoolean());
        var polled = await _wire.DataAsync(
            "query RunStoppedStatus($entityName: String, $projectName: String, $runId: String!) { project(name: $projectName, entityName: $entityName) { run(name: $runId) { stopped } } }",
            new { entityName = "local", projectName = project, runId = "r" });
        Assert.True(polled.GetProperty("project").GetProperty("run").GetProperty("stopped").GetBoolean());
        await _wire.StreamRawAsync(path, """{"complete":true,"exitcode":255}""");
        Assert.Equal("killed", (await _wire.RunAsync(project, "r", "state")).GetProperty("state").GetString());
        await _wire.UpsertAsync(new { project, name = "r" });
        var resumed = await _wire.RunAsync(project, "r", "state stopped");
        Assert.Equal("running False", $"{resumed.GetProperty("state")} {resumed.GetProperty("stopped")}");
    }

    [Fact]
    public async Task A_rewound_run_keeps_what_is_up_to_the_step()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.HistoryAsync(path, 0, [.. Enumerable.Range(0, 10).Select(i => $$"""{"_step":{{i}},"loss":{{i}},"word":"w{{i}}"}""")]);
        var rewound = await _wire.DataAsync(
            "mutation RewindRun($runName: String!, $entity: String, $project: String, $metricName: String!, $metricValue: Float!) { rewindRun(input: {runName: $runName, entityName: $entity, projectName: $project, metricName: $metricName, metricValue: $metricValue}) { rewoundRun { id name historyLineCount project { name } } } }",
            new { runName = "r", project, metricName = "_step", metricValue = 3.0 });
        Assert.Equal(4, rewound.GetProperty("rewindRun").GetProperty("rewoundRun").GetProperty("historyLineCount").GetInt32());
        var rows = (await _wire.RunAsync(project, "r", "history(samples: 100)")).GetProperty("history");
        Assert.Equal(4, rows.GetArrayLength());
        Assert.Contains("\"w3\"", rows[3].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_shows_its_parents_history_up_to_where_it_left()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "parent");
        await _wire.HistoryAsync(path, 0, [.. Enumerable.Range(0, 10).Select(i => $$"""{"_step":{{i}},"loss":{{i}}}""")]);
        await _wire.HistoryAsync(
            path, 10,
            """{"_step":3,"pic":{"_type":"image-file","path":"media/images/pic_3.png","format":"png","width":1,"height":1}}""",
            """{"_step":7,"pic":{"_type":"image-file","path":"media/images/pic_7.png","format":"png","width":1,"height":1}}""");
        var (_, parent) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/parent");
        await server.SendAsync(HttpMethod.Put, $"/api/v1/runs/{parent.GetProperty("id")}/files/media/images/pic_3.png", "x", "image/png");
        var fork = await _wire.StartAsync(project, "fork", """{"_wandb":{"value":{"t":{},"branch_point":{"run_id":"parent","step":4}}}}""");
        await _wire.HistoryAsync(fork, 0, """{"_step":5,"loss":50}""");
        var rows = (await _wire.RunAsync(project, "fork", "history(samples: 100)")).GetProperty("history");
        Assert.Equal([0, 1, 2, 3, 4, 50], rows.EnumerateArray().Select(row => JsonElement.Parse(row.GetString()!).GetProperty("loss").GetDouble()));
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/fork");
        Assert.Equal("parent", run.GetProperty("parent").GetString());
        var (_, records) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/records?key=pic");
        Assert.Equal(3, Assert.Single(records.GetProperty("records").EnumerateArray()).GetProperty("step").GetInt64());
        using var picture = await server.Http.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/files/media/images/pic_3.png", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    [Fact]
    public async Task An_alert_is_not_repeated_within_the_time_its_sender_asks_for()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        for (var i = 0; i < 2; i++)
        {
            await _wire.DataAsync(
                "mutation A($entityName: String!, $projectName: String!, $runName: String!, $title: String!, $text: String!, $severity: AlertSeverity = INFO, $waitDuration: Duration) { notifyScriptableRunAlert(input: {entityName: $entityName, projectName: $projectName, runName: $runName, title: $title, text: $text, severity: $severity, waitDuration: $waitDuration}) { success } }",
                new { entityName = "local", projectName = project, runName = "r", title = "Low", text = "t", severity = "WARN", waitDuration = 60000 });
        }

        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        var (_, alerts) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/alerts");
        Assert.Equal("warn", Assert.Single(alerts.GetProperty("alerts").EnumerateArray()).GetProperty("level").GetString());
    }

    [Fact]
    public async Task A_run_id_may_hold_any_sign()
    {
        var project = WandbWire.NewProject();
        const string Uid = "a b@=&+$%2F";
        var path = await _wire.StartAsync(project, Uid);
        var (status, _) = await _wire.HistoryAsync(path, 0, """{"_step":0,"loss":1}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, (await _wire.RunAsync(project, Uid, "historyLineCount")).GetProperty("historyLineCount").GetInt32());
        var slash = await _wire.StartAsync(project, "a/b");
        Assert.Equal(HttpStatusCode.OK, (await _wire.HistoryAsync(slash, 0, """{"_step":0,"loss":1}""")).Status);
    }
}
