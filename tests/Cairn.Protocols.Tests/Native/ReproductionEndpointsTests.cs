using System.Globalization;
using System.Net;

namespace Cairn.Protocols.Tests.Native;

public sealed class ReproductionEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_run_is_held_against_another_value_by_value()
    {
        var project = RunningServer.NewProject();
        var (one, other) = (await server.StartRunAsync(project), await server.StartRunAsync(project));
        await LogAsync(one, 0.25);
        await LogAsync(other, 0.26);

        var (status, json) = await server.GetAsync($"/api/v1/runs/{other}/reproduction?of={one}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("different", 7), (json.GetProperty("verdict").GetString(), json.GetProperty("firstStep").GetInt64()));
        Assert.Equal("Not reproduced: loss parts at step 7 (0.26 instead of 0.25).", json.GetProperty("sentence").GetString());
        (_, json) = await server.GetAsync($"/api/v1/runs/{other}/reproduction?of={one}&tolerance=0.05");
        Assert.Equal("tolerance", json.GetProperty("verdict").GetString());
        (_, json) = await server.GetAsync($"/api/v1/runs/{one}/reproduction?of={one}");
        Assert.Equal("Reproduced bit for bit: 1 metric, 2 values.", json.GetProperty("sentence").GetString());
        (_, json) = await server.GetAsync($"/api/v1/runs/{other}/reproduction?of={one}&ignore=lo*");
        Assert.Equal("nothing", json.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Curves_that_part_no_further_than_seeds_do_are_within_noise()
    {
        var project = RunningServer.NewProject();
        foreach (var last in new[] { 0.2, 0.3, 0.4 })
            await LogAsync(await server.StartRunAsync(project, "\"group\":\"seeds\""), last);
        var (one, near, far) = (
            await server.StartRunAsync(project, "\"group\":\"seeds\""), await server.StartRunAsync(project), await server.StartRunAsync(project));
        await LogAsync(one, 0.25);
        await LogAsync(near, 0.35);
        await LogAsync(far, 2.5);
        await FinishAsync(one);
        var (_, json) = await server.GetAsync($"/api/v1/runs/{near}/reproduction?of={one}");

        // Nothing of the group has finished but the run itself: no spread is known.
        Assert.Equal("different", json.GetProperty("verdict").GetString());
        var (_, page) = await server.SendAsync(
            HttpMethod.Post, $"/api/v1/projects/{project}/runs/query", """{"filter":"group = 'seeds'"}""");
        foreach (var run in page.GetProperty("runs").EnumerateArray())
            await FinishAsync(run.GetProperty("id").GetInt64());
        (_, json) = await server.GetAsync($"/api/v1/runs/{near}/reproduction?of={one}");
        Assert.Equal("noise", json.GetProperty("verdict").GetString());
        (_, json) = await server.GetAsync($"/api/v1/runs/{far}/reproduction?of={one}");
        Assert.Equal("different", json.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_with_what_to_do()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/reproduction");
        Assert.Equal((HttpStatusCode.BadRequest, "of"), (status, json.GetProperty("field").GetString()));
        (status, json) = await server.GetAsync($"/api/v1/runs/{run}/reproduction?of={run}&tolerance=2");
        Assert.Equal((HttpStatusCode.BadRequest, "tolerance"), (status, json.GetProperty("field").GetString()));
        (status, _) = await server.GetAsync($"/api/v1/runs/{run}/reproduction?of=999999");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    private Task LogAsync(long run, double last) => server.LogAsync(
        run,
        """{"step":0,"time":1,"metrics":{"loss":1}}""",
        string.Create(CultureInfo.InvariantCulture, $$$"""{"step":7,"time":2,"metrics":{"loss":{{{last}}}}}"""));

    private Task FinishAsync(long run) => server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"state":"finished"}""");
}
