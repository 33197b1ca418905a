using System.Net;
using System.Text;

namespace Cairn.Protocols.Tests.Native;

public sealed class ProjectEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Projects_list_their_runs_keys_and_columns()
    {
        var project = RunningServer.NewProject();
        var one = await server.StartRunAsync(project, "\"config\":{\"lr\":0.1}");
        await server.StartRunAsync(project, "\"config\":{\"lr\":0.2}");
        await server.LogAsync(
            one,
            """{"step":1,"time":1,"metrics":{"test/acc":0.5,"system/cpu":3}}""",
            """{"step":1,"time":1,"record":{"key":"pred","type":"image","value":{}}}""");

        var (_, list) = await server.GetAsync("/api/v1/projects");
        var entry = list.GetProperty("projects").EnumerateArray().Single(p => p.GetProperty("path").GetString() == project);
        Assert.Equal(2, entry.GetProperty("runCount").GetInt32());
        Assert.Equal(2, entry.GetProperty("runningCount").GetInt32());
        var (_, keys) = await server.GetAsync($"/api/v1/projects/{project}/keys");
        var kinds = keys.GetProperty("keys").EnumerateArray()
            .ToDictionary(key => key.GetProperty("key").GetString()!, key => key.GetProperty("kind").GetString());
        Assert.Equal(new() { ["test/acc"] = "metric", ["system/cpu"] = "system", ["pred"] = "record" }, kinds);
        var (_, columns) = await server.GetAsync($"/api/v1/projects/{project}/columns");
        var names = columns.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ToList();
        Assert.Contains("config.lr", names);
        Assert.Contains("metrics.test/acc", names);
    }

    [Fact]
    public async Task The_runs_table_filters_sorts_pages_and_shows_metrics()
    {
        var project = RunningServer.NewProject();
        for (var i = 0; i < 7; i++)
        {
            var run = await server.StartRunAsync(project, $$"""
                "uid":"r{{i}}","config":{"lr":{{i}}}
                """);
            await server.LogAsync(run, $$$"""{"step":1,"time":1,"metrics":{"acc":{{{i}}}.5}}""");
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var (status, page) = await server.PostAsync(
                $"/api/v1/projects/{project}/runs/query",
                $$"""
                {"filter":"config.lr >= 1 and metrics.acc < 6","sort":[{"column":"metrics.acc","descending":true}],
                 "columns":["config.lr","metrics.acc:max"],"limit":2{{(cursor is null ? "" : $",\"cursor\":\"{cursor}\"")}}}
                """);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(5, page.GetProperty("total").GetInt64());
            foreach (var row in page.GetProperty("runs").EnumerateArray())
            {
                seen.Add(row.GetProperty("uid").GetString()!);
                Assert.Equal(
                    row.GetProperty("values").GetProperty("config.lr").GetDouble() + 0.5,
                    row.GetProperty("values").GetProperty("metrics.acc:max").GetDouble());
            }

            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        Assert.Equal(["r5", "r4", "r3", "r2", "r1"], seen);
    }

    [Theory]
    [InlineData("""{"filter":"config.lr >"}""", "filter")]
    [InlineData("""{"sort":[{"column":"nope"}]}""", "sort")]
    [InlineData("""{"columns":["nope"]}""", "columns")]
    [InlineData("""{"limit":100000}""", "limit")]
    [InlineData("""{"cursor":"zzz"}""", "cursor")]
    public async Task A_bad_question_names_its_field(string body, string field)
    {
        var project = RunningServer.NewProject();
        await server.StartRunAsync(project);
        var (status, problem) = await server.PostAsync($"/api/v1/projects/{project}/runs/query", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Landmarks_are_constants_runs_and_groups_with_values_of_now()
    {
        var project = RunningServer.NewProject();
        var ids = new List<long>();
        foreach (var value in new[] { "0.8", "0.9" })
        {
            var run = await server.StartRunAsync(project, "\"group\":\"mlp\"");
            ids.Add(run);
            await server.LogAsync(run, $$$"""{"step":1,"time":1,"metrics":{"acc":{{{value}}}}}""");
        }

        await SetAsync(project, """{"metric":"acc","name":"chance","kind":"constant","value":0.1,"source":"10 classes"}""");
        await SetAsync(project, $$"""{"metric":"acc","name":"first","kind":"run","run":{{ids[0]}}}""");
        await SetAsync(project, """{"metric":"acc","name":"mlp","kind":"group","group":"mlp"}""");
        await SetAsync(project, """{"metric":"acc","name":"chance","kind":"constant","value":0.2}""");

        var (_, list) = await server.GetAsync($"/api/v1/projects/{project}/landmarks");
        var resolved = list.GetProperty("landmarks").EnumerateArray()
            .ToDictionary(l => l.GetProperty("name").GetString()!, l => l.GetProperty("resolved"));
        Assert.Equal(3, resolved.Count);
        Assert.Equal(0.2, resolved["chance"].GetProperty("value").GetDouble());
        Assert.Equal(0.8, resolved["first"].GetProperty("value").GetDouble());
        Assert.Equal(0.85, resolved["mlp"].GetProperty("value").GetDouble(), 12);
        Assert.Equal(2, resolved["mlp"].GetProperty("n").GetInt32());
        Assert.Equal(Math.Sqrt(0.005), resolved["mlp"].GetProperty("std").GetDouble(), 12);
        var (bad, problem) = await server.SendAsync(
            HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", """{"metric":"acc","name":"x","kind":"constant"}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad);
        Assert.Equal("value", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Files_go_up_and_down_in_ranges_and_dangerous_paths_are_refused()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var bytes = Encoding.UTF8.GetBytes("<script>alert(1)</script> 0123456789");
        using (var content = new ByteArrayContent(bytes))
        {
            using var put = await server.Http.PutAsync($"/api/v1/runs/{run}/files/media/page%20one.html", content);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{run}/files/media/page%20one.html");
        request.Headers.Range = new(26, 30);
        using var part = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("01234", await part.Content.ReadAsStringAsync());
        Assert.Equal("text/html", part.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", part.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        foreach (var path in new[] { "..%2F..%2Fetc", "a%2F..%2Fb", "a//b", "a%5Cb", "C:%2Fx", "%2Fabs" })
        {
            using var content = new ByteArrayContent(bytes);
            using var refused = await server.Http.PutAsync($"/api/v1/runs/{run}/files/{path}", content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        var (_, list) = await server.GetAsync($"/api/v1/runs/{run}/files");
        Assert.Equal("media/page one.html", list.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal(1, list.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task Foreign_hosts_and_origins_are_kept_out()
    {
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/v1/projects") { Headers = { Host = "evil.example" } };
        using var refused = await server.Http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var crossing = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs");
        crossing.Headers.Add("Origin", "https://evil.example");
        crossing.Content = new StringContent("""{"project":"x/y"}""", Encoding.UTF8, "application/json");
        using var crossed = await server.Http.SendAsync(crossing);
        Assert.Equal(HttpStatusCode.Forbidden, crossed.StatusCode);
    }

    private async Task SetAsync(string project, string landmark)
    {
        var (status, json) = await server.SendAsync(HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", landmark);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
    }
}
