using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class LoggedModelEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task A_model_is_made_finished_tagged_and_deleted()
    {
        var experiment = await server.CreateExperimentAsync();
        var info = Info(await CreateAsync(experiment, "\"name\":\"net\",\"model_type\":\"cnn\",\"source_run_id\":\"r\",\"params\":[{\"key\":\"p\",\"value\":\"1\"}],\"tags\":[{\"key\":\"t\",\"value\":\"x\"}]"));
        var id = info.GetProperty("model_id").GetString()!;
        Assert.Matches("^m-[0-9a-f]{32}$", id);
        Assert.Equal("LOGGED_MODEL_PENDING", info.GetProperty("status").GetString());
        Assert.Equal($"mlflow-artifacts:/{experiment}/models/{id}/artifacts", info.GetProperty("artifact_uri").GetString());
        var ready = Info(await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}", $$"""{"model_id":"{{id}}","status":"LOGGED_MODEL_READY"}"""));
        Assert.Equal("LOGGED_MODEL_READY", ready.GetProperty("status").GetString());
        await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}/tags", """{"tags":[{"key":"u","value":"y"}]}""");
        await server.PostAsync($"logged-models/{id}/params", $$"""{"model_id":"{{id}}","params":[{"key":"q","value":"2"}]}""");
        var model = (await server.GetAsync($"logged-models/{id}")).GetProperty("model");
        Assert.Equal("""[{"key":"t","value":"x"},{"key":"u","value":"y"}]""", model.GetProperty("info").GetProperty("tags").GetRawText());
        Assert.Equal("""[{"key":"p","value":"1"},{"key":"q","value":"2"}]""", model.GetProperty("data").GetProperty("params").GetRawText());
        await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}/tags/u", "");
        await server.RefusedAsync(HttpMethod.Delete, $"logged-models/{id}/tags/u", "", 404, "RESOURCE_DOES_NOT_EXIST");
        await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}", "");
        await server.RefusedAsync(HttpMethod.Get, $"logged-models/{id}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Delete, $"logged-models/{id}", "", 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("\"name\":\"\"")]
    [InlineData("\"name\":\"a/b\"")]
    [InlineData("\"name\":\"a:b\"")]
    [InlineData("\"name\":\"a.b\"")]
    [InlineData("\"name\":\"a%b\"")]
    [InlineData("\"name\":\"a'b\"")]
    public async Task Bad_names_are_refused(string fields) =>
        await server.RefusedAsync("logged-models", $$"""{"experiment_id":"0",{{fields}}}""");

    [Fact]
    public async Task A_model_lists_its_versions_in_a_tag()
    {
        var name = $"v{Guid.NewGuid():n}";
        var id = Info(await CreateAsync("0", "\"name\":\"m\"")).GetProperty("model_id").GetString();
        await server.PostAsync("registered-models/create", $$"""{"name":"{{name}}"}""");
        for (var i = 0; i < 2; i++)
            await server.PostAsync("model-versions/create", $$"""{"name":"{{name}}","source":"models:/{{id}}","model_id":"{{id}}"}""");
        var tag = Info(await server.GetAsync($"logged-models/{id}")).GetProperty("tags")[0];
        Assert.Equal("mlflow.modelVersions", tag.GetProperty("key").GetString());
        Assert.Equal($$"""[{"name": "{{name}}", "version": 1}, {"name": "{{name}}", "version": 2}]""", tag.GetProperty("value").GetString());
    }

    [Fact]
    public async Task An_import_keeps_the_id_of_a_model_and_gives_it_once()
    {
        var id = $"m-{Guid.NewGuid():n}";
        var info = Info(await CreateAsync("0", $"\"name\":\"old\",\"model_id\":\"{id}\",\"creation_timestamp_ms\":5000"));
        Assert.Equal((id, 5000), (info.GetProperty("model_id").GetString(), info.GetProperty("creation_timestamp_ms").GetInt64()));
        await server.RefusedAsync("logged-models", $$"""{"experiment_id":"0","model_id":"{{id}}"}""", "RESOURCE_ALREADY_EXISTS");
        await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}", "");
        await server.RefusedAsync("logged-models", $$"""{"experiment_id":"0","model_id":"{{id}}"}""", "RESOURCE_ALREADY_EXISTS");
        await server.RefusedAsync("logged-models", """{"experiment_id":"0","model_id":"../m-1"}""");
    }

    [Fact]
    public async Task Files_are_listed_and_read()
    {
        var id = Info(await CreateAsync("0", "\"name\":\"f\"")).GetProperty("model_id").GetString();
        using var content = new StringContent("x");
        using var put = await server.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/0/models/{id}/artifacts/sub/a.txt", content);
        Assert.True(put.IsSuccessStatusCode);
        var list = await server.GetAsync($"logged-models/{id}/artifacts/directories");
        Assert.Equal("""[{"path":"sub","is_dir":true}]""", list.GetProperty("files").GetRawText());
        list = await server.GetAsync($"logged-models/{id}/artifacts/directories?artifact_directory_path=sub");
        Assert.Equal("""[{"path":"sub/a.txt","is_dir":false,"file_size":1}]""", list.GetProperty("files").GetRawText());
        Assert.Equal("x", await server.Http.GetStringAsync($"/ajax-api/2.0/mlflow/logged-models/{id}/artifacts/files?artifact_file_path=sub/a.txt"));
        await server.RefusedAsync(HttpMethod.Get, $"logged-models/{id}/artifacts/files?artifact_file_path=../x", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Metrics_of_models_are_shown_and_searched()
    {
        var experiment = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(experiment);
        var ids = new List<string>();
        foreach (var (name, acc) in new[] { ("a", 0.5), ("b", 0.9), ("c", 0.7) })
        {
            var id = Info(await CreateAsync(experiment, $"\"name\":\"{name}\",\"params\":[{{\"key\":\"size\",\"value\":\"{name}1\"}}]")).GetProperty("model_id").GetString()!;
            ids.Add(id);
            await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","model_id":"{{id}}","key":"acc","value":{{acc}},"timestamp":5,"step":1,"dataset_name":"test","dataset_digest":"d"}""");
        }

        await server.PostAsync("runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"acc","value":0.6,"timestamp":6,"step":2,"model_id":"{{ids[0]}}"}]}""");
        await server.PostAsync("runs/outputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"{{ids[0]}}","step":3}]}""");
        await server.PostAsync("runs/log-inputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"{{ids[1]}}"}]}""");
        var read = await server.GetRunAsync(run);
        Assert.Equal($$"""{"model_outputs":[{"model_id":"{{ids[0]}}","step":3}]}""", read.GetProperty("outputs").GetRawText());
        Assert.Equal($$"""{"model_inputs":[{"model_id":"{{ids[1]}}"}]}""", read.GetProperty("inputs").GetRawText());
        var metric = (await server.GetAsync($"logged-models/{ids[1]}")).GetProperty("model").GetProperty("data").GetProperty("metrics")[0];
        Assert.Equal(
            $$"""{"key":"acc","value":0.9,"timestamp":5,"step":1,"run_id":"{{run}}","model_id":"{{ids[1]}}","dataset_name":"test","dataset_digest":"d"}""",
            metric.GetRawText());

        Assert.Equal("c b a", await SearchAsync(""));
        Assert.Equal("c b", await SearchAsync("\"filter\":\"metrics.acc > 0.6\""));
        Assert.Equal("b", await SearchAsync("\"filter\":\"name = 'b' AND params.size LIKE 'b%' AND attributes.status = 'PENDING'\""));
        Assert.Equal("c a", await SearchAsync("\"filter\":\"name IN ('a', 'c')\""));
        Assert.Equal("a c b", await SearchAsync("\"order_by\":[{\"field_name\":\"metrics.acc\"}]"));
        Assert.Equal("b c a", await SearchAsync("\"order_by\":[{\"field_name\":\"metrics.acc\",\"ascending\":false,\"dataset_name\":\"test\"}]"));
        Assert.Equal("a b c", await SearchAsync("\"order_by\":[{\"field_name\":\"name\"}]"));
        Assert.Equal("c b a", await SearchAsync("\"datasets\":[{\"dataset_name\":\"test\"}]"));
        Assert.Equal("", await SearchAsync("\"datasets\":[{\"dataset_name\":\"other\"}]"));
        Assert.Equal("c b", await SearchAsync("\"max_results\":2"));
        await server.RefusedAsync("logged-models/search", "{}");
        await server.RefusedAsync("logged-models/search", """{"experiment_ids":["0"],"filter":"bogus"}""");
        await server.RefusedAsync("runs/log-metric", $$"""{"run_id":"{{run}}","model_id":"m-none","key":"k","value":1,"timestamp":1}""", "RESOURCE_DOES_NOT_EXIST", 404);

        async Task<string> SearchAsync(string fields)
        {
            var json = await server.PostAsync("logged-models/search", $$"""{"experiment_ids":["{{experiment}}"]{{(fields.Length > 0 ? "," + fields : "")}}}""");
            return json.TryGetProperty("models", out var models)
                ? string.Join(' ', models.EnumerateArray().Select(one => one.GetProperty("info").GetProperty("name").GetString()))
                : "";
        }
    }

    [Fact]
    public async Task A_search_without_models_answers() =>
        Assert.Equal("{}", (await server.PostAsync("logged-models/search", $$"""{"experiment_ids":["{{await server.CreateExperimentAsync()}}"]}""")).GetRawText());

    private static JsonElement Info(JsonElement answer) => answer.GetProperty("model").GetProperty("info");

    private Task<JsonElement> CreateAsync(string experiment, string fields) =>
        server.PostAsync("logged-models", $$"""{"experiment_id":"{{experiment}}",{{fields}}}""");
}
