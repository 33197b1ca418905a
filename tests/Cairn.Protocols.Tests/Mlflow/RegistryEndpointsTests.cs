using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class RegistryEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Refusals_name_the_model_or_version()
    {
        var name = $"m{Guid.NewGuid():n}";
        Assert.Contains(
            $"Registered Model with name={name} not found",
            await server.RefusedAsync("registered-models/rename", $$"""{"name":"{{name}}","new_name":"x{{name}}"}""", "RESOURCE_DOES_NOT_EXIST", 404),
            StringComparison.Ordinal);
        await server.PostAsync("registered-models/create", $$"""{"name":"{{name}}"}""");
        Assert.Matches(
            "Registered Model .+ already exists",
            await server.RefusedAsync("registered-models/create", $$"""{"name":"{{name}}"}""", "RESOURCE_ALREADY_EXISTS"));
        var version = $$"""{"name":"{{name}}","version":"1","stage":"Staging"}""";
        foreach (var (method, call) in new[] { ("DELETE", "delete"), ("PATCH", "update"), ("POST", "transition-stage") })
        {
            Assert.Matches(
                "Model Version .+ not found",
                await server.RefusedAsync(new HttpMethod(method), $"model-versions/{call}", version, 404, "RESOURCE_DOES_NOT_EXIST"));
        }

        Assert.Contains(
            "If supplying a source as an http, https,",
            await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"s3://b/../x"}"""),
            StringComparison.Ordinal);
        Assert.Contains(
            "To use a local path as a model version",
            await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"/tmp"}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_made_read_changed_renamed_and_deleted()
    {
        var name = NewName();
        var made = await server.PostAsync("registered-models/create", $$"""{"name":"{{name}}","description":"d","tags":[{"key":"k","value":"v"}]}""");
        Assert.Equal("d", Model(made).GetProperty("description").GetString());
        await server.RefusedAsync("registered-models/create", $$"""{"name":"{{name}}"}""", "RESOURCE_ALREADY_EXISTS");
        var read = Model(await server.GetAsync($"registered-models/get?name={name}"));
        Assert.Equal("v", read.GetProperty("tags")[0].GetProperty("value").GetString());
        Assert.False(read.TryGetProperty("latest_versions", out _));
        var changed = Model(await server.SendAsync(HttpMethod.Patch, "registered-models/update", $$"""{"name":"{{name}}","description":"e"}"""));
        Assert.Equal("e", changed.GetProperty("description").GetString());
        changed = Model(await server.SendAsync(HttpMethod.Patch, "registered-models/update", $$"""{"name":"{{name}}"}"""));
        Assert.Equal("", changed.GetProperty("description").GetString());
        await AddAsync(name);
        var taken = NewName();
        await server.PostAsync("registered-models/create", $$"""{"name":"{{taken}}"}""");
        await server.RefusedAsync("registered-models/rename", $$"""{"name":"{{name}}","new_name":"{{taken}}"}""", "RESOURCE_ALREADY_EXISTS");
        await server.PostAsync("registered-models/rename", $$"""{"name":"{{name}}","new_name":"{{name}}-b"}""");
        await server.RefusedAsync(HttpMethod.Get, $"registered-models/get?name={name}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        Assert.Equal($"{name}-b", Version(await server.GetAsync($"model-versions/get?name={name}-b&version=1")).GetProperty("name").GetString());
        await server.SendAsync(HttpMethod.Delete, "registered-models/delete", $$"""{"name":"{{name}}-b"}""");
        await server.RefusedAsync(HttpMethod.Get, $"model-versions/get?name={name}-b&version=1", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Delete, "registered-models/delete", $$"""{"name":"{{name}}-b"}""", 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("..")]
    public async Task Bad_names_are_refused(string name) =>
        await server.RefusedAsync("registered-models/create", $$"""{"name":"{{name}}"}""");

    [Fact]
    public async Task Versions_count_up_and_numbers_are_not_used_again()
    {
        var name = await NewModelAsync();
        Assert.Equal("1", await AddAsync(name));
        Assert.Equal("2", await AddAsync(name, "\"run_id\":\"r1\",\"description\":\"d\",\"run_link\":\"l\",\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]"));
        var version = Version(await server.GetAsync($"model-versions/get?name={name}&version=2"));
        Assert.Equal("READY", version.GetProperty("status").GetString());
        Assert.Equal("None", version.GetProperty("current_stage").GetString());
        Assert.Equal("r1", version.GetProperty("run_id").GetString());
        Assert.Equal("d", version.GetProperty("description").GetString());
        Assert.Equal("l", version.GetProperty("run_link").GetString());
        await server.PostAsync("registered-models/alias", $$"""{"name":"{{name}}","alias":"a","version":"2"}""");
        await server.SendAsync(HttpMethod.Delete, "model-versions/delete", $$"""{"name":"{{name}}","version":"2"}""");
        await server.RefusedAsync(HttpMethod.Get, $"model-versions/get?name={name}&version=2", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Delete, "model-versions/delete", $$"""{"name":"{{name}}","version":"2"}""", 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Get, $"registered-models/alias?name={name}&alias=a", null, 400, "INVALID_PARAMETER_VALUE");
        Assert.Equal("3", await AddAsync(name));
        await server.RefusedAsync(HttpMethod.Get, $"model-versions/get?name={name}&version=x", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync("model-versions/create", $$"""{"name":"{{NewName()}}","source":"s3://x"}""", "RESOURCE_DOES_NOT_EXIST", 404);
        var changed = Version(await server.SendAsync(HttpMethod.Patch, "model-versions/update", $$"""{"name":"{{name}}","version":"3","description":"new"}"""));
        Assert.Equal("new", changed.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Aliases_point_at_one_version()
    {
        var name = await NewModelAsync();
        await AddAsync(name);
        await AddAsync(name);
        foreach (var version in (string[])["1", "2"])
        {
            await server.PostAsync("registered-models/alias", $$"""{"name":"{{name}}","alias":"champion","version":"{{version}}"}""");
            Assert.Equal(version, Version(await server.GetAsync($"registered-models/alias?name={name}&alias=champion")).GetProperty("version").GetString());
        }

        Assert.Equal("champion", Version(await server.GetAsync($"model-versions/get?name={name}&version=2")).GetProperty("aliases")[0].GetString());
        Assert.Equal("""[{"alias":"champion","version":"2"}]""", Model(await server.GetAsync($"registered-models/get?name={name}")).GetProperty("aliases").GetRawText());
        Assert.Equal("2", Version(await server.GetAsync($"registered-models/alias?name={name}&alias=latest")).GetProperty("version").GetString());
        await server.RefusedAsync("registered-models/alias", $$"""{"name":"{{name}}","alias":"x","version":"9"}""", "RESOURCE_DOES_NOT_EXIST", 404);
        foreach (var bad in (string[])["v1", "V12", "latest", "Latest", "a b", "a.b", new string('x', 256)])
            await server.RefusedAsync("registered-models/alias", $$"""{"name":"{{name}}","alias":"{{bad}}","version":"1"}""");
        await server.SendAsync(HttpMethod.Delete, "registered-models/alias", $$"""{"name":"{{name}}","alias":"champion"}""");
        await server.SendAsync(HttpMethod.Delete, "registered-models/alias", $$"""{"name":"{{name}}","alias":"champion"}""");
        await server.RefusedAsync(HttpMethod.Get, $"registered-models/alias?name={name}&alias=champion", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Stages_move_and_archive()
    {
        var name = await NewModelAsync();
        for (var i = 0; i < 3; i++)
            await AddAsync(name);
        Assert.Equal("Production", Stage(await MoveAsync(name, "1", "production")));
        Assert.Equal("Production", Stage(await MoveAsync(name, "2", "Production", archive: true)));
        Assert.Equal("Archived", Stage(await server.GetAsync($"model-versions/get?name={name}&version=1")));
        var latest = await server.GetAsync($"registered-models/get-latest-versions?name={name}");
        Assert.Equal(["3", "2", "1"], latest.GetProperty("model_versions").EnumerateArray().Select(one => one.GetProperty("version").GetString()!));
        var production = await server.PostAsync("registered-models/get-latest-versions", $$"""{"name":"{{name}}","stages":["PRODUCTION"]}""");
        Assert.Equal("2", production.GetProperty("model_versions")[0].GetProperty("version").GetString());
        await server.RefusedAsync("registered-models/get-latest-versions", $$"""{"name":"{{name}}","stages":["Bogus"]}""");
        await server.RefusedAsync("model-versions/transition-stage", $$"""{"name":"{{name}}","version":"1","stage":"Bogus"}""");
        await server.RefusedAsync("model-versions/transition-stage", $$"""{"name":"{{name}}","version":"1","stage":"None","archive_existing_versions":true}""");
        await server.RefusedAsync("model-versions/transition-stage", $$"""{"name":"{{name}}","version":"9","stage":"None"}""", "RESOURCE_DOES_NOT_EXIST", 404);
    }

    [Fact]
    public async Task Tags_of_models_and_versions_are_set_and_deleted()
    {
        var name = await NewModelAsync();
        await AddAsync(name);
        foreach (var (noun, fields) in new[] { ("registered-models", ""), ("model-versions", ",\"version\":\"1\"") })
        {
            await server.PostAsync($"{noun}/set-tag", $$"""{"name":"{{name}}"{{fields}},"key":"k","value":"v"}""");
            Assert.Contains("""{"key":"k","value":"v"}""", (await server.GetAsync($"{noun}/get?name={name}&version=1")).GetRawText(), StringComparison.Ordinal);
            await server.SendAsync(HttpMethod.Delete, $"{noun}/delete-tag", $$"""{"name":"{{name}}"{{fields}},"key":"k"}""");
            await server.SendAsync(HttpMethod.Delete, $"{noun}/delete-tag", $$"""{"name":"{{name}}"{{fields}},"key":"k"}""");
            await server.RefusedAsync($"{noun}/set-tag", $$"""{"name":"{{name}}"{{fields}},"key":"k","value":"{{new string('v', 100_001)}}"}""");
            await server.RefusedAsync($"{noun}/set-tag", $$"""{"name":"{{name}}"{{fields}},"value":"v"}""");
        }
    }

    [Fact]
    public async Task Searches_filter_order_page_and_leave_prompts_out()
    {
        var mark = Guid.NewGuid().ToString("n");
        foreach (var letter in "bca")
            await server.PostAsync("registered-models/create", $$"""{"name":"{{mark}}-{{letter}}","tags":[{"key":"l","value":"{{letter}}"}]}""");
        await server.PostAsync("registered-models/create", $$"""{"name":"{{mark}}-p","tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]}""");
        Assert.Equal("a b c", await ModelsAsync($"name LIKE '{mark}%'"));
        Assert.Equal("c b a", await ModelsAsync($"name ILIKE '{mark.ToUpperInvariant()}%'", "&order_by=name+DESC"));
        Assert.Equal("a c b", await ModelsAsync($"name LIKE '{mark}%'", "&order_by=timestamp+DESC"));
        Assert.Equal("b", await ModelsAsync($"name LIKE '{mark}%' AND tags.l = 'b'"));
        Assert.Equal("p", await ModelsAsync($"name LIKE '{mark}%' AND tags.`mlflow.prompt.is_prompt` = 'true'"));
        var filter = Uri.EscapeDataString($"name LIKE '{mark}%'");
        var page = await server.GetAsync($"registered-models/search?filter={filter}&max_results=2");
        Assert.Equal(2, page.GetProperty("registered_models").GetArrayLength());
        page = await server.GetAsync($"registered-models/search?filter={filter}&max_results=2&page_token={Uri.EscapeDataString(page.GetProperty("next_page_token").GetString()!)}");
        Assert.Equal(1, page.GetProperty("registered_models").GetArrayLength());
        Assert.False(page.TryGetProperty("next_page_token", out _));
        await server.RefusedAsync(HttpMethod.Get, "registered-models/search?max_results=1001", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "registered-models/search?filter=name+%3D+1", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "registered-models/search?order_by=color", null, 400, "INVALID_PARAMETER_VALUE");

        for (var i = 0; i < 3; i++)
            await AddAsync($"{mark}-a", $"\"run_id\":\"{mark}{i}\"");
        Assert.Equal("3 2 1", await VersionsAsync($"name = '{mark}-a'"));
        Assert.Equal("2 3", await VersionsAsync($"name LIKE '{mark}%' AND version_number > 1", "&order_by=version_number"));
        Assert.Equal("3 1", await VersionsAsync($"run_id IN ('{mark}0','{mark}2')", "&order_by=version_number+DESC"));
        Assert.Equal("2", await VersionsAsync($"run_id = '{mark}1' AND source_path LIKE 's3%'"));
        await server.RefusedAsync(HttpMethod.Get, "model-versions/search?max_results=200001", null, 400, "INVALID_PARAMETER_VALUE");

        async Task<string> ModelsAsync(string text, string more = "")
        {
            var json = await server.GetAsync($"registered-models/search?filter={Uri.EscapeDataString(text)}{more}");
            return string.Join(' ', json.GetProperty("registered_models").EnumerateArray().Select(one => one.GetProperty("name").GetString()![^1..]));
        }

        async Task<string> VersionsAsync(string text, string more = "")
        {
            var json = await server.GetAsync($"model-versions/search?filter={Uri.EscapeDataString(text)}{more}");
            return string.Join(' ', json.GetProperty("model_versions").EnumerateArray().Select(one => one.GetProperty("version").GetString()));
        }
    }

    [Fact]
    public async Task Sources_are_resolved_and_checked()
    {
        var (name, copy) = (await NewModelAsync(), await NewModelAsync());
        await AddAsync(name);
        var made = await server.PostAsync("model-versions/create", $$"""{"name":"{{copy}}","source":"models:/{{name}}/1"}""");
        Assert.Equal($"models:/{name}/1", Version(made).GetProperty("source").GetString());
        Assert.Equal("s3://b/m", (await server.GetAsync($"model-versions/get-download-uri?name={copy}&version=1")).GetProperty("artifact_uri").GetString());
        foreach (var source in (string[])["/etc", "etc", "file:///etc", "file://localhost/etc", "s3://b/../x", "mlflow-artifacts:/a/%2e%2e/b", "mlflow-artifacts:/a%00", "models:/", "models:/a/b/c", "https://h/x?p=../y"])
            await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"{{source}}"}""");
        await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"models:/{{name}}/9"}""", "RESOURCE_DOES_NOT_EXIST", 404);

        var experiment = await server.CreateExperimentAsync(fields: "\"artifact_location\":\"/srv/runs\"");
        var run = await server.CreateRunAsync(experiment);
        await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"/srv/runs/{{run}}/artifacts/../../x","run_id":"{{run}}"}""");
        await server.RefusedAsync("model-versions/create", $$"""{"name":"{{name}}","source":"/srv/runs/{{run}}/artifacts-x","run_id":"{{run}}"}""");
        await server.PostAsync("model-versions/create", $$"""{"name":"{{name}}","source":"/srv/runs/{{run}}/artifacts/m","run_id":"{{run}}"}""");
    }

    private static string NewName() => $"m{Guid.NewGuid():n}";

    private static JsonElement Model(JsonElement answer) => answer.GetProperty("registered_model");

    private static JsonElement Version(JsonElement answer) => answer.GetProperty("model_version");

    private static string Stage(JsonElement answer) => Version(answer).GetProperty("current_stage").GetString()!;

    private Task<JsonElement> MoveAsync(string name, string version, string stage, bool archive = false) => server.PostAsync(
        "model-versions/transition-stage",
        $$"""{"name":"{{name}}","version":"{{version}}","stage":"{{stage}}","archive_existing_versions":{{(archive ? "true" : "false")}}}""");

    private async Task<string> NewModelAsync()
    {
        var name = NewName();
        await server.PostAsync("registered-models/create", $$"""{"name":"{{name}}"}""");
        return name;
    }

    private async Task<string> AddAsync(string name, string fields = "")
    {
        var made = await server.PostAsync("model-versions/create", $$"""{"name":"{{name}}","source":"s3://b/m"{{(fields.Length > 0 ? "," + fields : "")}}}""");
        return Version(made).GetProperty("version").GetString()!;
    }
}
