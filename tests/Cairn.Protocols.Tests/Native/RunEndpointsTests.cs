using System.Net;

namespace Cairn.Protocols.Tests.Native;

public sealed class RunEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_run_is_made_with_its_project_and_found_by_id_and_uid()
    {
        var project = RunningServer.NewProject();
        var (status, started) = await server.PostAsync(
            "/api/v1/runs",
            $$$"""{"project":"{{{project}}}","uid":"abc","name":"first","tags":["a","a","b"],"config":{"lr":0.1,"net":{"layers":[1,2]} } }""");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.True(started.GetProperty("created").GetBoolean());
        var id = started.GetProperty("run").GetProperty("id").GetInt64();
        foreach (var path in new[] { $"/api/v1/runs/{id}", $"/api/v1/projects/{project}/runs/abc" })
        {
            var (found, run) = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, found);
            Assert.Equal("first", run.GetProperty("name").GetString());
            Assert.Equal("running", run.GetProperty("state").GetString());
            Assert.Equal(project, run.GetProperty("project").GetString());
            Assert.Equal(2, run.GetProperty("tags").GetArrayLength());
            Assert.Equal(2, run.GetProperty("config").GetProperty("net").GetProperty("layers")[1].GetInt32());
        }

        Assert.Equal($"{server.Url}/{project}/runs/abc", started.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Resume_continues_refuses_or_demands_a_known_run()
    {
        var project = RunningServer.NewProject();
        var id = await server.StartRunAsync(project, "\"uid\":\"r\",\"config\":{\"a\":1,\"b\":2}");

        Assert.Equal(id, await server.StartRunAsync(project, "\"uid\":\"r\",\"resume\":\"must\",\"config\":{\"b\":3}"));
        var (_, run) = await server.GetAsync($"/api/v1/runs/{id}");
        Assert.Equal("{\"a\":1,\"b\":3}", run.GetProperty("config").GetRawText());

        var (conflict, _) = await server.PostAsync("/api/v1/runs", $$"""{"project":"{{project}}","uid":"r","resume":"never"}""");
        var (missing, _) = await server.PostAsync("/api/v1/runs", $$"""{"project":"{{project}}","uid":"other","resume":"must"}""");
        Assert.Equal(HttpStatusCode.Conflict, conflict);
        Assert.Equal(HttpStatusCode.NotFound, missing);
    }

    [Fact]
    public async Task Changes_merge_and_an_end_sets_its_time()
    {
        var id = await server.StartRunAsync(RunningServer.NewProject(), "\"config\":{\"keep\":1,\"drop\":2}");
        var (status, run) = await server.SendAsync(
            HttpMethod.Patch,
            $"/api/v1/runs/{id}",
            """{"config":{"drop":null,"new":true},"summary":{"acc":0.9},"state":"failed","exitCode":3}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("{\"keep\":1,\"new\":true}", run.GetProperty("config").GetRawText());
        Assert.Equal(0.9, run.GetProperty("summary").GetProperty("acc").GetDouble());
        Assert.Equal("failed", run.GetProperty("state").GetString());
        Assert.Equal(3, run.GetProperty("exitCode").GetInt32());
        Assert.True(run.GetProperty("finishedAt").GetInt64() >= run.GetProperty("startedAt").GetInt64());
    }

    [Fact]
    public async Task The_trash_hides_a_run_refuses_logging_and_gives_it_back()
    {
        var project = RunningServer.NewProject();
        var id = await server.StartRunAsync(project);
        var (deleted, _) = await server.SendAsync(HttpMethod.Delete, $"/api/v1/runs/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted);
        Assert.Equal(0, (await QueryAsync(project)).GetProperty("total").GetInt64());
        var (refused, problem) = await server.LogAsync(id, """{"step":0,"time":1,"metrics":{"a":1}}""");
        Assert.Equal(HttpStatusCode.Gone, refused);
        Assert.Contains("trash", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await server.SendAsync(HttpMethod.Post, $"/api/v1/runs/{id}/restore");
        Assert.Equal(1, (await QueryAsync(project)).GetProperty("total").GetInt64());
        var (logged, _) = await server.LogAsync(id, """{"step":0,"time":1,"metrics":{"a":1}}""");
        Assert.Equal(HttpStatusCode.OK, logged);
    }

    [Theory]
    [InlineData("/api/v1/runs", """{"project":"x/y","uid":"a/b"}""", "uid")]
    [InlineData("/api/v1/runs", """{"project":"x/y","resume":"maybe"}""", "resume")]
    [InlineData("/api/v1/runs", """{"project":"x/y","resume":"must"}""", "uid")]
    [InlineData("/api/v1/runs", """{"project":""}""", "name")]
    [InlineData("/api/v1/runs", """{"project":"x/y","config":[1]}""", "config")]
    [InlineData("/api/v1/runs", """{"project":""", "body")]
    [InlineData("/api/v1/runs", """{"project":7}""", "body")]
    public async Task Bad_input_is_a_problem_that_names_the_field(string path, string body, string field)
    {
        var (status, problem) = await server.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_run_that_logged_nothing_answers_every_question_with_nothing()
    {
        var id = await server.StartRunAsync(RunningServer.NewProject());
        foreach (var path in new[]
        {
            "series", "records", "records/keys", "console", "console?tail=10", "console/search?text=x", "files", "alerts",
            "points?key=none",
        })
        {
            var (status, json) = await server.GetAsync($"/api/v1/runs/{id}/{path}");
            Assert.True(status == HttpStatusCode.OK, $"{path}: {json}");
        }
    }

    [Fact]
    public async Task Unknown_paths_runs_and_projects_are_problems_not_pages()
    {
        foreach (var path in new[] { "/api/v1/nothing", "/api/v1/runs/999999", "/api/v1/projects/no/such", "/api/v1/runs/x" })
        {
            var (status, problem) = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Equal(404, problem.GetProperty("status").GetInt32());
        }
    }

    private async Task<System.Text.Json.JsonElement> QueryAsync(string project) =>
        (await server.PostAsync($"/api/v1/projects/{project}/runs/query", "{}")).Json;

    [Fact]
    public async Task A_person_asks_a_run_to_stop_and_what_it_logs_is_answered_with_that()
    {
        var id = await server.StartRunAsync(RunningServer.NewProject(), "\"uid\":\"r\"");
        var (_, receipt) = await server.SendAsync(HttpMethod.Post, $"/api/v1/runs/{id}/log", "");
        Assert.False(receipt.TryGetProperty("stop", out _));

        var (status, run) = await server.PostAsync($"/api/v1/runs/{id}/stop", "");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("running", run.GetProperty("state").GetString());
        var asked = run.GetProperty("stopRequestedAt").GetInt64();
        (_, run) = await server.PostAsync($"/api/v1/runs/{id}/stop", "");
        Assert.Equal(asked, run.GetProperty("stopRequestedAt").GetInt64());
        (_, receipt) = await server.SendAsync(HttpMethod.Post, $"/api/v1/runs/{id}/log", "");
        Assert.True(receipt.GetProperty("stop").GetBoolean());

        (_, run) = await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{id}", """{"state":"failed","exitCode":1}""");
        Assert.Equal("killed", run.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("/api/v1/runs/999999/stop", "")).Status);
    }
}
