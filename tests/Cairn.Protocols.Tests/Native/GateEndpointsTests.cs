using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class GateEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_gate_passes_or_fails_by_its_rules_and_is_kept_with_the_run_and_the_commit()
    {
        var project = RunningServer.NewProject();
        foreach (var value in new[] { 0.90, 0.901, 0.899 })
            await RunAsync(project, value, "old");
        long run = 0;
        foreach (var value in new[] { 0.92, 0.921, 0.919, 0.9205 })
            run = await RunAsync(project, value, "new");
        await server.SendAsync(
            HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", """{"metric":"test/accuracy","name":"last","kind":"group","group":"old"}""");

        var passed = await HoldAsync(project, """
            rules:
              - { metric: test/accuracy, landmark: last, by: 0.01 }
              - { metric: test/accuracy, landmark: last, expect: not-worse, margin: 0.001 }
              - { metric: test/accuracy, at-least: 0.9 }
            budgets: { duration: 2 h }
            """, "\"group\":\"new\",\"commit\":\"abcdef1234567\"");
        Assert.True(passed.GetProperty("passed").GetBoolean(), passed.ToString());
        Assert.Equal(4, passed.GetProperty("checks").GetArrayLength());

        var failed = await HoldAsync(project, """
            rules:
              - { metric: test/accuracy, landmark: last, by: 0.05 }
              - { metric: test/missing, at-least: 0.9 }
            budgets: { memory: 1 GiB }
            """, $"\"run\":{run}");
        Assert.False(failed.GetProperty("passed").GetBoolean());
        Assert.All(failed.GetProperty("checks").EnumerateArray(), check => Assert.False(check.GetProperty("passed").GetBoolean()));
        Assert.Contains("has no value of test/missing", failed.GetProperty("checks")[1].GetProperty("detail").GetString(), StringComparison.Ordinal);

        Assert.Equal(["gate", "gate"], await NamesAsync($"?run={run}&group=new"));
        Assert.Single(await NamesAsync($"?run={run}"));
        Assert.Single(await NamesAsync("?commit=abcdef1"));
        Assert.Empty(await NamesAsync("?commit=ffffff1"));

        async Task<List<string>> NamesAsync(string query) =>
            [.. (await server.GetAsync($"/api/v1/projects/{project}/gates{query}")).Json.GetProperty("results").EnumerateArray()
                .Select(one => one.GetProperty("name").GetString()!)];
    }

    [Theory]
    [InlineData("rules:\\n  - {metric: test/accuracy, landmark: lost}", "Line 2: test/accuracy has no landmark 'lost'.", "It has last.")]
    [InlineData("rules:\\n  - {metric: test/f1, landmark: last}", "Line 2", "cairn landmark set")]
    [InlineData("rules:\\n  - {metric: test/accuracy, landmark: last, direction: min}", "says the opposite", "direction")]
    [InlineData("rulez: 1", "Line 1", "Did you mean rules?")]
    public async Task Rules_that_cannot_be_checked_are_refused_and_nothing_is_kept(string rules, string detail, string remedy)
    {
        var project = RunningServer.NewProject();
        var run = await RunAsync(project, 0.9, "old");
        await server.SendAsync(
            HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", """{"metric":"test/accuracy","name":"last","kind":"constant","value":0.5}""");
        var (status, json) = await server.PostAsync($"/api/v1/projects/{project}/gates", $$"""{"rules":"{{rules}}","run":{{run}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(detail, json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(remedy, json.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Empty((await server.GetAsync($"/api/v1/projects/{project}/gates")).Json.GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task Both_a_run_and_a_group_or_neither_is_refused()
    {
        var project = RunningServer.NewProject();
        var run = await RunAsync(project, 0.9, "g");
        foreach (var subject in new[] { "\"run\":null", $"\"run\":{run},\"group\":\"g\"" })
        {
            var (status, json) = await server.PostAsync(
                $"/api/v1/projects/{project}/gates", $$"""{"rules":"rules: [{metric: m, at-least: 0}]",{{subject}}}""");
            Assert.Equal((HttpStatusCode.BadRequest, "run"), (status, json.GetProperty("field").GetString()));
        }
    }

    private async Task<JsonElement> HoldAsync(string project, string yaml, string subject)
    {
        var (status, json) = await server.PostAsync(
            $"/api/v1/projects/{project}/gates", $$"""{"rules":{{JsonSerializer.Serialize(yaml)}},{{subject}}}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return json;
    }

    private async Task<long> RunAsync(string project, double value, string group)
    {
        var run = await server.StartRunAsync(project, $"\"group\":\"{group}\"");
        await server.LogAsync(
            run, string.Create(CultureInfo.InvariantCulture, $$$"""{"step":0,"time":1,"metrics":{"test/accuracy":{{{value}}}}}"""));
        await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"state":"finished"}""");
        return run;
    }
}
