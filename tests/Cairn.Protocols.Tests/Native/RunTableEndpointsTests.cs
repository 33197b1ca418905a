using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class RunTableEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Groups_have_mean_spread_and_number_of_their_runs()
    {
        var project = await MakeAsync();
        var (status, answer) = await server.PostAsync(
            $"/api/v1/projects/{project}/runs/groups",
            """{"by":["config.model"],"columns":["metrics.acc"],"sort":[{"column":"metrics.acc","descending":true}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((2, 4), (answer.GetProperty("total").GetInt32(), answer.GetProperty("runs").GetInt32()));
        var best = answer.GetProperty("groups")[0];
        Assert.Equal("large", best.GetProperty("key").GetProperty("config.model").GetString());
        var numbers = best.GetProperty("values").GetProperty("metrics.acc");
        Assert.Equal((2, 3.0), (numbers.GetProperty("n").GetInt32(), numbers.GetProperty("mean").GetDouble()));
        Assert.Equal(Math.Sqrt(2), numbers.GetProperty("std").GetDouble(), 12);
    }

    [Theory]
    [InlineData("groups", """{"by":[]}""", "by")]
    [InlineData("groups", """{"by":["nowhere"]}""", "by")]
    [InlineData("groups", """{"by":["state"],"limit":99999}""", "limit")]
    [InlineData("groups", """{"by":["state"],"filter":"state ="}""", "filter")]
    [InlineData("query", """{"offset":-1}""", "offset")]
    [InlineData("change", """{"runs":[1]}""", "addTags")]
    [InlineData("change", """{"addTags":["a"]}""", "runs")]
    [InlineData("change", """{"runs":[1],"trash":true,"addTags":["a"]}""", "trash")]
    [InlineData("change", """{"runs":[1],"addTags":[" "]}""", "addTags")]
    [InlineData("change", """{"filter":"lr >","trash":true}""", "filter")]
    [InlineData("export", """{"columns":["nowhere"]}""", "columns")]
    [InlineData("export", "no json", "query")]
    public async Task Bad_questions_are_refused_by_field(string call, string body, string field)
    {
        var project = await MakeAsync();
        var (status, problem) = await server.PostAsync($"/api/v1/projects/{project}/runs/{call}", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_page_can_begin_anywhere()
    {
        var project = await MakeAsync();
        var (_, page) = await server.PostAsync(
            $"/api/v1/projects/{project}/runs/query", """{"sort":[{"column":"metrics.acc"}],"offset":2,"limit":1}""");
        Assert.Equal(4, page.GetProperty("total").GetInt32());
        Assert.Equal("r2", Assert.Single(page.GetProperty("runs").EnumerateArray()).GetProperty("uid").GetString());
    }

    [Fact]
    public async Task Everything_that_matches_is_written_as_csv()
    {
        var project = await MakeAsync();
        using var form = new FormUrlEncodedContent([new("query", """{"filter":"metrics.acc >= 1","sort":[{"column":"metrics.acc"}],"columns":["metrics.acc","notes"]}""")]);
        using var response = await server.Http.PostAsync($"/api/v1/projects/{project}/runs/export", form);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(
            "uid,name,state,metrics.acc,notes\r\nr1,n1,running,1,\"'=1, \"\"two\"\"\"\r\nr2,n2,running,2,\"'=1, \"\"two\"\"\"\r\nr3,n3,running,4,\"'=1, \"\"two\"\"\"\r\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Many_runs_change_at_once_by_filter_move_and_go_to_the_trash_and_back()
    {
        var (project, other) = (await MakeAsync(), RunningServer.NewProject());
        await ChangeAsync(project, """{"filter":"config.model = 'large'","addTags":["good"]}""", 2);
        Assert.Equal(2, await CountAsync(project, "tags contains 'good'"));
        await ChangeAsync(project, $$"""{"filter":"tags contains 'good'","moveTo":"{{other}}"}""", 2);
        Assert.Equal((2, 2), (await CountAsync(project, ""), await CountAsync(other, "")));
        await ChangeAsync(other, """{"filter":"","trash":true}""", 2);
        Assert.Equal(0, await CountAsync(other, ""));
        await ChangeAsync(other, """{"filter":"","trash":false}""", 2);
        Assert.Equal(2, await CountAsync(other, ""));
    }

    [Fact]
    public async Task The_trash_lists_what_it_holds_and_empties()
    {
        var project = await MakeAsync();
        await ChangeAsync(project, """{"filter":"","trash":true}""", 4);
        var (_, trash) = await server.GetAsync("/api/v1/trash");
        long[] mine = [.. trash.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("project").GetString() == project).Select(run => run.GetProperty("id").GetInt64())];
        Assert.Equal(4, mine.Length);
        var (status, emptied) = await server.PostAsync("/api/v1/trash/empty", JsonSerializer.Serialize(new { runs = mine }));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((4, 4), (emptied.GetProperty("runs").GetInt32(), emptied.GetProperty("freed").GetProperty("points").GetInt32()));
        var (gone, _) = await server.GetAsync($"/api/v1/runs/{mine[0]}");
        Assert.Equal(HttpStatusCode.NotFound, gone);
    }

    [Fact]
    public async Task Search_finds_a_run_and_names_its_project()
    {
        var project = await MakeAsync();
        var (status, answer) = await server.GetAsync($"/api/v1/search?q=LARGE&project={project}");
        Assert.Equal(HttpStatusCode.OK, status);
        var value = answer.GetProperty("hits").EnumerateArray().Single(hit => hit.GetProperty("kind").GetString() == "value");
        Assert.Equal(("large", "config.model"), (value.GetProperty("text").GetString(), value.GetProperty("key").GetString()));
        var (refused, _) = await server.GetAsync($"/api/v1/search?q={new string('a', 201)}");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
    }

    [Fact]
    public async Task The_first_page_hears_of_running_runs_alerts_and_disk()
    {
        var project = RunningServer.NewProject();
        var (before, empty) = await server.GetAsync("/api/v1/activity");
        Assert.Equal(HttpStatusCode.OK, before);
        Assert.True(empty.GetProperty("disk").GetProperty("free").GetInt64() > 0);
        var run = await server.StartRunAsync(project, "\"name\":\"now\"");
        await server.LogAsync(run, """{"step":1,"time":1,"metrics":{"loss":0.5,"system/cpu":1}}""", """{"step":2,"time":2,"metrics":{"loss":0.25,"system/cpu":1}}""");
        await server.PostAsync($"/api/v1/runs/{run}/alerts", """{"title":"Look","text":"here","level":"warn"}""");
        var (status, activity) = await server.GetAsync("/api/v1/activity");

        Assert.Equal(HttpStatusCode.OK, status);
        var running = activity.GetProperty("running").EnumerateArray().Single(one => one.GetProperty("id").GetInt64() == run);
        Assert.Equal(("loss", 0.25, 2, project), (running.GetProperty("key").GetString(), running.GetProperty("last").GetDouble(), running.GetProperty("lastStep").GetInt64(), running.GetProperty("project").GetString()));
        var alert = activity.GetProperty("alerts").EnumerateArray().Single(one => one.GetProperty("project").GetString() == project);
        Assert.Equal(("Look", "warn", "now"), (alert.GetProperty("title").GetString(), alert.GetProperty("level").GetString(), alert.GetProperty("name").GetString()));
    }

    private async Task<string> MakeAsync()
    {
        var project = RunningServer.NewProject();
        foreach (var (i, acc, model) in new[] { (0, 0, "small"), (1, 1, "small"), (2, 2, "large"), (3, 4, "large") })
        {
            var run = await server.StartRunAsync(project, $$"""
                "uid":"r{{i}}","name":"n{{i}}","notes":"=1, \"two\"","config":{"model":"{{model}}"}
                """);
            await server.LogAsync(run, $$$"""{"step":1,"time":1,"metrics":{"acc":{{{acc}}}}}""");
        }

        return project;
    }

    private async Task ChangeAsync(string project, string body, int expected)
    {
        var (status, answer) = await server.PostAsync($"/api/v1/projects/{project}/runs/change", body);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal(expected, answer.GetProperty("changed").GetInt32());
        Assert.Empty(answer.GetProperty("refused").EnumerateArray());
    }

    private async Task<int> CountAsync(string project, string filter)
    {
        var (_, page) = await server.PostAsync($"/api/v1/projects/{project}/runs/query", JsonSerializer.Serialize(new { filter }));
        return page.GetProperty("total").GetInt32();
    }
}
