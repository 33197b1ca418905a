using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class AnalysisEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Importance_finds_the_setting_that_matters_and_says_what_it_left_out()
    {
        var project = RunningServer.NewProject();
        for (var i = 0; i < 30; i++)
            await LogAsync(project, $$"""{"lr":{{Text(i * 0.618 % 1)}},"opt":"{{(i % 2 == 0 ? "adam" : "sgd")}}","seed":7,"host":"h{{i}}"}""", 1 - i * 0.618 % 1);
        await server.StartRunAsync(project, "\"config\":{\"lr\":1}");
        var (status, json) = await QueryAsync(project, "importance", """{"metric":"acc","aggregate":"max"}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        Assert.Equal("30 31 1", $"{json.GetProperty("n")} {json.GetProperty("total")} {json.GetProperty("withoutTarget")}");
        var first = json.GetProperty("columns")[0];
        Assert.Equal("config.lr", first.GetProperty("column").GetString());
        Assert.True(first.GetProperty("low").GetDouble() > 0);
        Assert.Equal(-1, first.GetProperty("correlation").GetDouble(), 9);
        Assert.Equal(["config.opt"], json.GetProperty("columns").EnumerateArray().Skip(1).Select(one => one.GetProperty("column").GetString()));
        Assert.Equal(["config.host", "config.seed"], json.GetProperty("leftOut").EnumerateArray().Select(one => one.GetProperty("column").GetString()).Order());

        (status, json) = await QueryAsync(project, "importance", """{"metric":"acc","filter":"config.lr > 0.5","columns":["config.opt"]}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        Assert.Single(json.GetProperty("columns").EnumerateArray());
    }

    [Fact]
    public async Task Importance_of_too_little_is_refused_with_a_remedy()
    {
        var project = RunningServer.NewProject();
        for (var i = 0; i < 12; i++)
            await LogAsync(project, $$"""{"lr":{{i}}}""", 1);
        foreach (var (body, field) in new[]
        {
            ("""{"metric":"acc"}""", "metric"), ("""{"metric":"other"}""", "metric"), ("""{"metric":"acc","filter":"config.lr < 5"}""", "metric"),
            ("""{}""", "metric"), ("""{"metric":"acc","aggregate":"best"}""", "aggregate"), ("""{"metric":"acc","filter":"lr <"}""", "filter"),
            ("""{"metric":"acc","columns":["nothing"]}""", "columns"),
        })
        {
            var (status, json) = await QueryAsync(project, "importance", body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(field, json.GetProperty("field").GetString());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await QueryAsync("no/where", "importance", """{"metric":"acc"}""")).Status);
    }

    [Fact]
    public async Task A_distribution_has_quartiles_a_density_and_the_runs_of_each_group()
    {
        var project = RunningServer.NewProject();
        foreach (var value in new[] { 1.0, 2, 3, 4, 100 })
            await LogAsync(project, """{"opt":"adam"}""", value);
        await LogAsync(project, """{"opt":"sgd"}""", 7);
        await LogAsync(project, "{}", 8);
        await server.StartRunAsync(project);
        var (status, json) = await QueryAsync(project, "distribution", """{"column":"metrics.acc","by":"config.opt","points":5}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        var groups = json.GetProperty("groups");
        Assert.Equal("8 8 1 3", $"{json.GetProperty("seen")} {json.GetProperty("total")} {json.GetProperty("without")} {groups.GetArrayLength()}");
        var adam = groups[0];
        Assert.Equal("adam 5 22 2 3 4 1 4", string.Join(' ', new[] { "key", "n", "mean", "lowerQuartile", "median", "upperQuartile", "lowerWhisker", "upperWhisker" }.Select(name => adam.GetProperty(name).ToString())));
        Assert.Equal(5, adam.GetProperty("density").GetArrayLength());
        Assert.Equal(100, adam.GetProperty("runs")[4].GetProperty("value").GetDouble());
        Assert.DoesNotContain(groups.EnumerateArray().Skip(1), one => one.TryGetProperty("density", out _) || one.TryGetProperty("std", out _));
        Assert.Contains(groups.EnumerateArray(), one => !one.TryGetProperty("key", out _));

        Assert.Empty((await QueryAsync(project, "distribution", """{"column":"config.opt"}""")).Json.GetProperty("groups").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await QueryAsync(project, "distribution", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await QueryAsync(project, "distribution", """{"column":"metrics.acc","by":"x"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await QueryAsync(project, "distribution", """{"column":"metrics.acc","points":1}""")).Status);
    }

    private async Task LogAsync(string project, string config, double value)
    {
        var run = await server.StartRunAsync(project, $"\"config\":{config}");
        await server.LogAsync(run, $$"""{"step":0,"time":1700000000000,"metrics":{"acc":{{Text(value)}} } }""");
    }

    private Task<(HttpStatusCode Status, JsonElement Json)> QueryAsync(string project, string what, string body) =>
        server.PostAsync($"/api/v1/projects/{project}/{what}", body);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
