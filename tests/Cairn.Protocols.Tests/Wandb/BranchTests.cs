using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

/// <summary>Rewinding (<c>resume_from</c>) and forking (<c>fork_from</c>).</summary>
public sealed class BranchTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Rewind =
        """
        mutation RewindRun($runName: String!, $entity: String, $project: String, $metricName: String!, $metricValue: Float!) {
          rewindRun(input: {runName: $runName, entityName: $entity, projectName: $project, metricName: $metricName, metricValue: $metricValue}) {
            rewoundRun { id name displayName description config sweepName project { id name entity { id name } } historyLineCount }
          }
        }
        """;

    private const string Resume =
        """
        query RunResumeStatus($project: String, $entity: String, $name: String!) {
          model(name: $project, entityName: $entity) { id name entity { id name }
            bucket(name: $name, missingOk: true) { id name summaryMetrics historyLineCount eventsLineCount logLineCount historyTail eventsTail config wandbConfig(keys: ["t"]) } }
        }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_rewound_run_goes_on_where_it_was_rewound_to()
    {
        var project = WandbWire.NewProject();
        var path = await LogAsync(project, "r", 10, """{"lr":{"value":0.1},"_wandb":{"value":{"t":{}}}}""");
        var rewound = (await RewindAsync(project, "r", 3)).GetProperty("rewoundRun");
        Assert.Equal("r", rewound.GetProperty("name").GetString());
        Assert.Equal($"{project} local", $"{rewound.GetProperty("project").GetProperty("name")} {rewound.GetProperty("project").GetProperty("entity").GetProperty("name")}");
        Assert.Equal(0.1, JsonElement.Parse(rewound.GetProperty("config").GetString()!).GetProperty("lr").GetProperty("value").GetDouble());
        Assert.Equal(4, rewound.GetProperty("historyLineCount").GetInt32());

        var bucket = (await _wire.UpsertAsync(new { project, name = "r", config = """{"_wandb":{"value":{"t":{},"branch_point":{"run_id":"r","step":3}}}}""" })).GetProperty("bucket");
        Assert.Equal(4, bucket.GetProperty("historyLineCount").GetInt32());
        await _wire.HistoryAsync(path, 4, """{"_step":4,"loss":40}""", """{"_step":5,"loss":50}""");
        await SeesAsync(project, "r", 0, 1, 2, 3, 40, 50);
        var run = await _wire.RunAsync(project, "r", "historyKeys state");
        Assert.Equal("5 running", $"{run.GetProperty("historyKeys").GetProperty("lastStep")} {run.GetProperty("state")}");

        // It is no fork of itself.
        var (_, native) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        Assert.False(native.TryGetProperty("parent", out var parent) && parent.ValueKind == JsonValueKind.String);
        var status = (await _wire.DataAsync(Resume, new { project, entity = "", name = "r" })).GetProperty("model").GetProperty("bucket");
        Assert.Equal(6, status.GetProperty("historyLineCount").GetInt32());
        var tail = JsonElement.Parse(status.GetProperty("historyTail").GetString()!);
        Assert.Equal(5, JsonElement.Parse(tail[tail.GetArrayLength() - 1].GetString()!).GetProperty("_step").GetInt32());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(3.9, 4)]
    [InlineData(9, 10)]
    [InlineData(1e18, 10)]
    public async Task Rows_up_to_the_step_stay(double step, int rows)
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "r", 10);
        Assert.Equal(rows, (await RewindAsync(project, "r", step)).GetProperty("rewoundRun").GetProperty("historyLineCount").GetInt32());
        Assert.Equal(rows, (await LossesAsync(project, "r")).Length);
        var tail = (await _wire.DataAsync(Resume, new { project, name = "r" })).GetProperty("model").GetProperty("bucket").GetProperty("historyTail").GetString();
        Assert.NotEqual("[]", tail);
    }

    [Fact]
    public async Task A_rewind_keeps_the_console_and_the_files_and_other_runs()
    {
        var project = WandbWire.NewProject();
        var path = await LogAsync(project, "r", 5);
        await LogAsync(project, "other", 5);
        await _wire.StreamAsync(path, "output.log", 0, "2026-11-22T00:43:32.144089 hello");
        await RewindAsync(project, "r", 1);
        Assert.Equal(1, (await _wire.RunAsync(project, "r", "logLineCount")).GetProperty("logLineCount").GetInt32());
        Assert.Equal(5, (await LossesAsync(project, "other")).Length);
    }

    [Fact]
    public async Task What_can_not_be_rewound_is_told_and_changes_nothing()
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "r", 5);
        Assert.Equal(JsonValueKind.Null, (await RewindAsync(project, "gone", 1)).GetProperty("rewoundRun").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await RewindAsync("no-project", "r", 1)).GetProperty("rewoundRun").ValueKind);
        foreach (var variables in new object[]
        {
            new { runName = "r", project, metricName = "loss", metricValue = 1.0 },
            new { runName = "r", project, metricName = "_step" },
            new { project, metricName = "_step", metricValue = 1.0 },
        })
        {
            var (status, json) = await _wire.PostAsync(Rewind, variables);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.NotEmpty(json.GetProperty("errors")[0].GetProperty("message").GetString()!);
        }

        Assert.Equal(5, (await LossesAsync(project, "r")).Length);
    }

    [Fact]
    public async Task A_fork_is_made_once_and_lives_apart_from_its_parent()
    {
        var project = WandbWire.NewProject();
        var parent = await LogAsync(project, "parent", 6);
        var fork = await ForkAsync(project, "fork", "parent", 2);
        _ = await ForkAsync(project, "fork", "parent", 2);
        await _wire.HistoryAsync(parent, 6, """{"_step":6,"loss":6}""");
        await _wire.HistoryAsync(fork, 0, """{"_step":3,"loss":30}""");
        await _wire.HistoryAsync(fork, 0, """{"_step":3,"loss":30}""");
        await SeesAsync(project, "fork", 0, 1, 2, 30);
        await SeesAsync(project, "parent", 0, 1, 2, 3, 4, 5, 6);

        _ = await ForkAsync(project, "again", "fork", 3);
        await SeesAsync(project, "again", 0, 1, 2, 30);
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/again");
        Assert.Equal("fork", run.GetProperty("parent").GetString());
        var config = JsonElement.Parse((await _wire.RunAsync(project, "again", "config")).GetProperty("config").GetString()!);
        Assert.Equal("fork", config.GetProperty("_wandb").GetProperty("value").GetProperty("branch_point").GetProperty("run_id").GetString());
    }

    [Fact]
    public async Task A_fork_whose_copy_was_cut_short_is_filled_when_its_client_comes_again()
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "parent", 6);

        // As a server leaves it that dies within the first call.
        var half = await server.StartRunAsync($"local/{project}", "\"uid\":\"fork\",\"parent\":\"parent\"");
        await server.LogAsync(half, """{"step":0,"metrics":{"other":7}}""");
        var fork = await ForkAsync(project, "fork", "parent", 2);
        await SeesAsync(project, "fork", 0, 1, 2);
        Assert.DoesNotContain("other", (await _wire.RunAsync(project, "fork", "historyKeys")).GetRawText(), StringComparison.Ordinal);
        await _wire.HistoryAsync(fork, 0, """{"_step":3,"loss":30}""");
        _ = await ForkAsync(project, "fork", "parent", 2);
        await SeesAsync(project, "fork", 0, 1, 2, 30);
    }

    [Fact]
    public async Task A_rewound_run_sums_up_none_of_what_was_dropped()
    {
        var project = WandbWire.NewProject();
        var path = await LogAsync(project, "r", 5);
        await _wire.StreamAsync(path, "wandb-summary.json", 0, """{"_step":4,"loss":4,"best":4}""");
        await RewindAsync(project, "r", 1);
        var summary = JsonElement.Parse((await _wire.RunAsync(project, "r", "summaryMetrics")).GetProperty("summaryMetrics").GetString()!);
        Assert.Equal((1, 1), (summary.GetProperty("_step").GetInt32(), summary.GetProperty("loss").GetInt32()));
        Assert.False(summary.TryGetProperty("best", out _));
    }

    [Fact]
    public async Task A_client_that_starts_a_fork_at_its_parents_line_count_is_read_like_one_that_starts_at_none()
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "parent", 6);
        var fork = await ForkAsync(project, "fork", "parent", 2);
        await _wire.HistoryAsync(fork, 3, """{"_step":3,"loss":30}""");
        await _wire.HistoryAsync(fork, 4, """{"_step":4,"loss":40}""");
        await SeesAsync(project, "fork", 0, 1, 2, 30, 40);
    }

    [Fact]
    public async Task There_is_no_fork_of_what_is_not_there()
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "parent", 2);
        var (status, json) = await _wire.PostAsync(
            "mutation U($input: UpsertBucketInput!) { upsertBucket(input: $input) { bucket { id } } }",
            new { input = new { modelName = project, name = "fork", config = """{"_wandb":{"value":{"branch_point":{"run_id":"gone","step":2}}}}""" } });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("gone", json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        var (missing, _) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/fork");
        Assert.Equal(HttpStatusCode.NotFound, missing);
    }

    private async Task<string> LogAsync(string project, string run, int rows, string config = """{"_wandb":{"value":{"t":{}}}}""")
    {
        var path = await _wire.StartAsync(project, run, config);
        await _wire.HistoryAsync(path, 0, [.. Enumerable.Range(0, rows).Select(i => $$"""{"_step":{{i}},"loss":{{i}}}""")]);
        return path;
    }

    private Task<string> ForkAsync(string project, string run, string parent, int step) => _wire.StartAsync(
        project, run, $$"""{"_wandb":{"value":{"branch_point":{"step":{{step}},"run_id":"{{parent}}"},"t":{} } } }""");

    private async Task<JsonElement> RewindAsync(string project, string run, double step) => (await _wire.DataAsync(
        Rewind, new { runName = run, entity = (string?)null, project, metricName = "_step", metricValue = step })).GetProperty("rewindRun");

    private async Task SeesAsync(string project, string run, params double[] losses) =>
        Assert.Equal(losses, await LossesAsync(project, run));

    private async Task<double[]> LossesAsync(string project, string run) =>
    [
        .. (await _wire.RunAsync(project, run, "history(samples: 100)")).GetProperty("history").EnumerateArray()
            .Select(row => JsonElement.Parse(row.GetString()!).GetProperty("loss").GetDouble()),
    ];
}
