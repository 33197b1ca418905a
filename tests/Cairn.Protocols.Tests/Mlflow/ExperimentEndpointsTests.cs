using System.Net;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class ExperimentEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task An_experiment_is_made_and_found_by_id_and_name()
    {
        var name = $"E {Guid.NewGuid():n}";
        var id = await server.CreateExperimentAsync(name, "\"tags\":[{\"key\":\"k\",\"value\":\"v\"},{\"key\":\"mlflow.note.content\",\"value\":\"why\"}]");
        foreach (var path in new[] { $"experiments/get?experiment_id={id}", $"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}" })
        {
            var experiment = (await server.GetAsync(path)).GetProperty("experiment");
            Assert.Equal(id, experiment.GetProperty("experiment_id").GetString());
            Assert.Equal(name, experiment.GetProperty("name").GetString());
            Assert.Equal($"mlflow-artifacts:/{id}", experiment.GetProperty("artifact_location").GetString());
            Assert.Equal("active", experiment.GetProperty("lifecycle_stage").GetString());
            Assert.Equal("k", experiment.GetProperty("tags")[0].GetProperty("key").GetString());
        }

        var (status, project) = await server.Server.GetAsync($"/api/v1/projects/local/{Uri.EscapeDataString(name)}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("why", project.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_native_project_is_an_experiment()
    {
        var path = RunningServer.NewProject();
        var run = await server.Server.StartRunAsync(path, "\"uid\":\"native1\",\"name\":\"n\",\"config\":{\"lr\":0.1,\"net\":{\"layers\":[1,2]},\"on\":true}");
        await server.Server.LogAsync(run, """{"step":1,"time":5,"metrics":{"loss":0.5}}""");
        var experiment = (await server.GetAsync($"experiments/get-by-name?experiment_name={Uri.EscapeDataString(path)}")).GetProperty("experiment");
        Assert.Equal(path, experiment.GetProperty("name").GetString());
        var read = await server.GetRunAsync("native1");
        Assert.Equal(experiment.GetProperty("experiment_id").GetString(), read.GetProperty("info").GetProperty("experiment_id").GetString());
        Assert.Equal("RUNNING", read.GetProperty("info").GetProperty("status").GetString());
        var parameters = read.GetProperty("data").GetProperty("params").EnumerateArray()
            .ToDictionary(one => one.GetProperty("key").GetString()!, one => one.GetProperty("value").GetString());
        Assert.Equal("0.1", parameters["lr"]);
        Assert.Equal("[1,2]", parameters["net.layers"]);
        Assert.Equal("true", parameters["on"]);
        Assert.Equal(0.5, read.GetProperty("data").GetProperty("metrics")[0].GetProperty("value").GetDouble());
        Assert.Equal("n", await server.SearchAsync(experiment.GetProperty("experiment_id").GetString()!, "metrics.loss = 0.5 and params.lr = '0.1'"));
    }

    [Fact]
    public async Task A_taken_name_is_refused_also_when_deleted()
    {
        var name = $"e{Guid.NewGuid():n}";
        var id = await server.CreateExperimentAsync(name);
        await server.RefusedAsync("experiments/create", $$"""{"name":"{{name}}"}""", "RESOURCE_ALREADY_EXISTS");
        await server.PostAsync("experiments/delete", $$"""{"experiment_id":"{{id}}"}""");
        await server.RefusedAsync("experiments/create", $$"""{"name":"{{name}}"}""", "RESOURCE_ALREADY_EXISTS");
    }

    [Fact]
    public async Task Unknown_and_impossible_ids_are_refused()
    {
        await server.RefusedAsync(HttpMethod.Get, "experiments/get?experiment_id=999999", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Get, "experiments/get?experiment_id=abc", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "experiments/get?experiment_id=%2Fx", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "experiments/get-by-name?experiment_name=no+such", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Deleting_takes_the_runs_along_and_restoring_brings_them_back()
    {
        var id = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(id);
        await server.RefusedAsync("experiments/restore", $$"""{"experiment_id":"{{id}}"}""", "RESOURCE_DOES_NOT_EXIST", 404);
        await server.PostAsync("experiments/delete", $$"""{"experiment_id":"{{id}}"}""");
        Assert.Equal("deleted", (await server.GetAsync($"experiments/get?experiment_id={id}")).GetProperty("experiment").GetProperty("lifecycle_stage").GetString());
        Assert.Equal("deleted", (await server.GetRunAsync(run)).GetProperty("info").GetProperty("lifecycle_stage").GetString());
        await server.RefusedAsync("experiments/delete", $$"""{"experiment_id":"{{id}}"}""", "RESOURCE_DOES_NOT_EXIST", 404);
        await server.RefusedAsync("experiments/update", $$"""{"experiment_id":"{{id}}","new_name":"x"}""", "INVALID_STATE");
        await server.RefusedAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"v"}""");
        await server.RefusedAsync("runs/create", $$"""{"experiment_id":"{{id}}"}""");
        await server.PostAsync("experiments/restore", $$"""{"experiment_id":"{{id}}"}""");
        Assert.Equal("active", (await server.GetRunAsync(run)).GetProperty("info").GetProperty("lifecycle_stage").GetString());
    }

    [Fact]
    public async Task Renaming_keeps_to_free_names()
    {
        var (first, second) = ($"e{Guid.NewGuid():n}", $"e{Guid.NewGuid():n}");
        var id = await server.CreateExperimentAsync(first);
        await server.CreateExperimentAsync(second);
        await server.RefusedAsync("experiments/update", $$"""{"experiment_id":"{{id}}","new_name":"{{second}}"}""", "BAD_REQUEST");
        await server.PostAsync("experiments/update", $$"""{"experiment_id":"{{id}}","new_name":"{{first}} b"}""");
        Assert.Equal($"{first} b", (await server.GetAsync($"experiments/get?experiment_id={id}")).GetProperty("experiment").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Tags_are_set_replaced_and_deleted()
    {
        var id = await server.CreateExperimentAsync();
        await server.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"1"}""");
        await server.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"2"}""");
        await server.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"empty"}""");
        var tags = (await server.GetAsync($"experiments/get?experiment_id={id}")).GetProperty("experiment").GetProperty("tags");
        Assert.Equal("2", tags[0].GetProperty("value").GetString());
        Assert.Equal("", tags[1].GetProperty("value").GetString());
        await server.PostAsync("experiments/delete-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k"}""");
        await server.RefusedAsync("experiments/delete-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k"}""", "RESOURCE_DOES_NOT_EXIST", 404);
    }

    [Theory]
    [InlineData("s3://bucket/x#y")]
    [InlineData("s3://bucket/x;y")]
    [InlineData("s3://bucket/x?a=../b")]
    [InlineData("s3://bucket/x?a=%252e%252e/b")]
    public async Task Doubtful_locations_are_refused(string location) =>
        await server.RefusedAsync("experiments/create", $$"""{"name":"e{{Guid.NewGuid():n}}","artifact_location":"{{location}}"}""");

    [Fact]
    public async Task Limits_hold()
    {
        await server.RefusedAsync("experiments/create", $$"""{"name":"{{new string('n', 501)}}"}""");
        await server.CreateExperimentAsync(new string('n', 468) + Guid.NewGuid().ToString("n"));
        await server.RefusedAsync("experiments/create", $$"""{"name":"e{{Guid.NewGuid():n}}","artifact_location":"s3://{{new string('l', 2050)}}"}""");
        var id = await server.CreateExperimentAsync();
        await server.RefusedAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"{{new string('k', 251)}}","value":"v"}""");
        await server.RefusedAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"{{new string('v', 5001)}}"}""");
        await server.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"{{new string('v', 5000)}}"}""");
    }

    [Fact]
    public async Task Search_filters_orders_and_pages()
    {
        var mark = Guid.NewGuid().ToString("n");
        foreach (var letter in "bca")
            await server.CreateExperimentAsync($"{mark}-{letter}", $"\"tags\":[{{\"key\":\"letter\",\"value\":\"{letter}\"}}]");
        Assert.Equal("a c b", await SearchAsync($"name LIKE '{mark}%'"));
        Assert.Equal("a b c", await SearchAsync($"name LIKE '{mark}%'", "\"order_by\":[\"name\"]"));
        Assert.Equal("c b a", await SearchAsync($"attribute.name ILIKE '{mark.ToUpperInvariant()}%'", "\"order_by\":[\"name DESC\"]"));
        Assert.Equal("b", await SearchAsync($"name LIKE '{mark}%' AND tags.letter = 'b'"));
        Assert.Equal("a c", await SearchAsync($"name LIKE '{mark}%' AND tag.letter != 'b'"));
        Assert.Equal("", await SearchAsync($"name LIKE '{mark}%' AND tags.none IS NOT NULL"));
        Assert.Equal("a c b", await SearchAsync($"name LIKE '{mark}%' AND creation_time > 0 AND last_update_time >= 1"));
        var first = await server.PostAsync("experiments/search", $$"""{"max_results":2,"filter":"name LIKE '{{mark}}%'"}""");
        var token = first.GetProperty("next_page_token").GetString();
        var second = await server.GetAsync($"experiments/search?max_results=2&filter={Uri.EscapeDataString($"name LIKE '{mark}%'")}&page_token={Uri.EscapeDataString(token!)}");
        Assert.Equal(1, second.GetProperty("experiments").GetArrayLength());
        Assert.False(second.TryGetProperty("next_page_token", out _));

        async Task<string> SearchAsync(string filter, string fields = "")
        {
            var json = await server.PostAsync("experiments/search", $$"""{"max_results":100,"filter":"{{filter}}"{{(fields.Length > 0 ? "," + fields : "")}}}""");
            return json.TryGetProperty("experiments", out var found)
                ? string.Join(' ', found.EnumerateArray().Select(one => one.GetProperty("name").GetString()![^1..]))
                : "";
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"max_results":0}""")]
    [InlineData("""{"max_results":50001}""")]
    [InlineData("""{"max_results":5,"filter":"nonsense"}""")]
    [InlineData("""{"max_results":5,"filter":"metrics.x > 1"}""")]
    [InlineData("""{"max_results":5,"order_by":["color"]}""")]
    [InlineData("""{"max_results":5,"page_token":"!"}""")]
    public async Task Search_refuses_what_it_cannot_read(string body) => await server.RefusedAsync("experiments/search", body);
}
