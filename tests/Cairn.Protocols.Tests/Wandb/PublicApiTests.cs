using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class PublicApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Runs =
        """
        query Runs($project: String!, $entity: String!, $cursor: String, $perPage: Int = 50, $order: String, $filters: JSONString) {
          project(name: $project, entityName: $entity) {
            internalId runCount(filters: $filters) readOnly
            runs(filters: $filters, after: $cursor, first: $perPage, order: $order) {
              edges { node { projectId ...RunFragment } cursor }
              pageInfo { endCursor hasNextPage }
            }
          }
        }
        fragment RunFragment on Run { id tags name displayName sweepName state group jobType commit readOnly createdAt heartbeatAt
          description notes historyLineCount user { name username } config summaryMetrics historyKeys systemMetrics }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_project_that_is_there_can_be_written_and_one_that_is_not_is_null()
    {
        const string Query = "query IsProjectReadOnly($entity: String!, $project: String!) { project(entityName: $entity, name: $project) { readOnly } }";
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var there = await _wire.DataAsync(Query, new { entity = "local", project });
        Assert.False(there.GetProperty("project").GetProperty("readOnly").GetBoolean());
        var gone = await _wire.DataAsync(Query, new { entity = "local", project = project + "x" });
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("project").ValueKind);
    }

    [Fact]
    public async Task Runs_are_filtered_ordered_and_paged()
    {
        var project = WandbWire.NewProject();
        for (var i = 0; i < 5; i++)
        {
            var path = await _wire.StartAsync(project, $"r{i}", $$$"""{"lr":{"value":{{{i}}}}}""");
            await _wire.StreamAsync(path, "wandb-summary.json", 0, $$"""{"acc":{{10 - i}}}""");
        }

        var page = await RunsAsync(project, "+summary_metrics.acc", """{"config.lr.value":{"$gte":1}}""", 3, null);
        Assert.Equal(4, page.GetProperty("runCount").GetInt32());
        Assert.Equal(["r4", "r3", "r2"], Names(page));
        Assert.True(page.GetProperty("runs").GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        var cursor = page.GetProperty("runs").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        Assert.Equal(["r1"], Names(await RunsAsync(project, "+summary_metrics.acc", """{"config.lr.value":{"$gte":1}}""", 3, cursor)));
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], Names(await RunsAsync(project, null, null, 50, null)));
        Assert.Matches("^[0-9]+$", page.GetProperty("internalId").GetString());
    }

    [Fact]
    public async Task A_filter_that_is_none_is_refused_in_words()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var (status, json) = await _wire.PostAsync(Runs, new { project, entity = "local", filters = """{"nonsense":1}""" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("nonsense", json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_read_whole_in_pages_sampled_and_by_key()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.HistoryAsync(path, 0, [.. Enumerable.Range(0, 100).Select(i =>
            $$"""{"_step":{{i}},"_timestamp":{{1700000000 + i}},"_runtime":{{i}},"loss":{{(i == 7 ? "NaN" : $"{i}.5")}}{{(i % 10 == 0 ? $",\"val\":{i}" : "")}}}""")]);
        var run = await _wire.RunAsync(
            project, "r",
            """
            historyLineCount historyKeys
            page: history(minStep: 10, maxStep: 13, samples: 1000) few: history(samples: 5)
            sampledHistory(specs: ["{\"keys\":[\"_step\",\"loss\"],\"samples\":10}", "{\"keys\":[\"loss\",\"val\",\"_step\"],\"minStep\":20,\"maxStep\":40}", "{\"keys\":[\"loss\"],\"minStep\":7,\"maxStep\":7}"])
            parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }
            """);

        Assert.Equal(
            ["{\"_runtime\":10,\"loss\":10.5,\"val\":10,\"_step\":10,\"_timestamp\":1700000010}", "{\"_runtime\":11,\"loss\":11.5,\"_step\":11,\"_timestamp\":1700000011}"],
            run.GetProperty("page").EnumerateArray().Take(2).Select(row => row.GetString()!));
        Assert.Equal(3, run.GetProperty("page").GetArrayLength());
        Assert.Equal(5, run.GetProperty("few").GetArrayLength());
        var sampled = run.GetProperty("sampledHistory");
        Assert.Equal(10, sampled[0].GetArrayLength());
        Assert.Equal("""[{"loss":20.5,"val":20,"_step":20},{"loss":30.5,"val":30,"_step":30},{"loss":40.5,"val":40,"_step":40}]""", sampled[1].GetRawText());
        Assert.Equal("""[{"loss":"NaN"}]""", sampled[2].GetRawText());
        var keys = run.GetProperty("historyKeys");
        Assert.Equal(99, keys.GetProperty("lastStep").GetInt32());
        Assert.Equal(99.5, keys.GetProperty("keys").GetProperty("loss").GetProperty("previousValue").GetDouble());
        Assert.Equal(100, keys.GetProperty("keys").GetProperty("loss").GetProperty("typeCounts")[0].GetProperty("count").GetInt32());
        Assert.True(keys.GetProperty("keys").TryGetProperty("_step", out _));
        Assert.Equal(0, run.GetProperty("parquetHistory").GetProperty("parquetUrls").GetArrayLength());
        Assert.Equal(99, run.GetProperty("parquetHistory").GetProperty("liveData").EnumerateArray().Last().GetProperty("_step").GetInt32());
    }

    [Fact]
    public async Task A_run_of_another_protocol_is_read_like_any()
    {
        var project = WandbWire.NewProject();
        var id = await server.StartRunAsync($"local/{project}", "\"uid\":\"n\",\"config\":{\"lr\":0.1}");
        await server.LogAsync(id, """{"step":1,"time":1000,"metrics":{"loss":0.5}}""", """{"step":2,"time":2000,"metrics":{"loss":0.25}}""");
        var run = await _wire.RunAsync(project, "n", "config summaryMetrics historyLineCount history(samples: 10) state");
        Assert.Equal("""{"lr":{"value":0.1,"desc":null}}""", run.GetProperty("config").GetString());
        Assert.Equal("""{"loss":0.25}""", run.GetProperty("summaryMetrics").GetString());
        Assert.Equal(2, run.GetProperty("historyLineCount").GetInt32());
        Assert.Equal("""{"loss":0.25,"_step":2,"_timestamp":2}""", run.GetProperty("history")[1].GetString());
    }

    [Fact]
    public async Task Console_lines_are_paged()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamAsync(path, "output.log", 0, "a", "b", "c");
        var run = await _wire.RunAsync(
            project, "r",
            "logLineCount tail: logLines(last: 1) { edges { node { number line level } } } logLines(first: 2, useImprovedPagination: true) { edges { node { number line } } pageInfo { endCursor hasNextPage } }");
        Assert.Equal("c", run.GetProperty("tail").GetProperty("edges")[0].GetProperty("node").GetProperty("line").GetString());
        Assert.Equal(2, run.GetProperty("logLines").GetProperty("edges").GetArrayLength());
        Assert.True(run.GetProperty("logLines").GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
    }

    [Fact]
    public async Task Projects_are_made_listed_and_deleted()
    {
        var name = WandbWire.NewProject();
        var made = (await _wire.DataAsync(
            "mutation C($input: UpsertModelInput!) { result: upsertModel(input: $input) { inserted project { id name entityName } model { name } } }",
            new { input = new { name, entityName = "team-" + name, description = "d" } })).GetProperty("result");
        Assert.True(made.GetProperty("inserted").GetBoolean());
        const string List = "query GetProjects($entity: String) { models(entityName: $entity, first: 50) { edges { node { id name entityName createdAt isBenchmark } cursor } pageInfo { endCursor hasNextPage } } }";
        var listed = await _wire.DataAsync(List, new { entity = "team-" + name });
        Assert.Single(listed.GetProperty("models").GetProperty("edges").EnumerateArray());
        await _wire.DataAsync("mutation D($id: String!) { deleteModel(input: {id: $id}) { success } }", new { id = made.GetProperty("project").GetProperty("id").GetString() });
        Assert.Equal(0, (await _wire.DataAsync(List, new { entity = "team-" + name })).GetProperty("models").GetProperty("edges").GetArrayLength());
    }

    private async Task<JsonElement> RunsAsync(string project, string? order, string? filters, int perPage, string? cursor) =>
        (await _wire.DataAsync(Runs, new { project, entity = "local", order, filters, perPage, cursor })).GetProperty("project");

    private static IEnumerable<string> Names(JsonElement project) => project.GetProperty("runs").GetProperty("edges").EnumerateArray()
        .Select(edge => edge.GetProperty("node").GetProperty("name").GetString()!);
}
