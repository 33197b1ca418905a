using System.Net;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Registry;

namespace Cairn.Protocols.Tests.Native;

public sealed class RegistryEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Models_are_found_by_name_description_and_alias_with_their_newest_version_and_its_run()
    {
        var project = RunningServer.NewProject();
        var uid = Unique("run");
        var run = await server.StartRunAsync(project, $"\"uid\":\"{uid}\",\"name\":\"seed 3\"");
        var name = Unique("digits");
        await RegisterAsync(name, uid, uid);
        await server.SendAsync(HttpMethod.Put, $"/api/v1/models/{name}/aliases/a-{name}", """{"version":1}""");
        await server.SendAsync(HttpMethod.Patch, $"/api/v1/models/{name}", $$"""{"description":"About {{uid}}"}""");

        foreach (var search in new[] { name.ToUpperInvariant(), $"about {uid}", $"a-{name}" })
        {
            var (status, found) = await server.GetAsync($"/api/v1/models?search={Uri.EscapeDataString(search)}");
            Assert.Equal(HttpStatusCode.OK, status);
            var model = Assert.Single(found.GetProperty("models").EnumerateArray());
            Assert.Equal(name, model.GetProperty("name").GetString());
            Assert.Equal(2, model.GetProperty("versions").GetInt32());
            Assert.Equal(1, model.GetProperty("aliases").GetProperty($"a-{name}").GetInt64());
            var latest = model.GetProperty("latest");
            Assert.Equal(2, latest.GetProperty("version").GetInt64());
            Assert.Equal(run, latest.GetProperty("run").GetProperty("id").GetInt64());
            Assert.Equal(project, latest.GetProperty("run").GetProperty("project").GetString());
        }

        var (_, none) = await server.GetAsync("/api/v1/models?search=no-such-model-anywhere");
        Assert.Equal(0, none.GetProperty("models").GetArrayLength());
        Assert.True(none.GetProperty("total").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_run_that_is_unknown_or_in_the_trash_is_not_linked()
    {
        var uid = Unique("run");
        var run = await server.StartRunAsync(RunningServer.NewProject(), $"\"uid\":\"{uid}\"");
        var name = Unique("model");
        await RegisterAsync(name, uid, "somewhere-else", null);
        await server.SendAsync(HttpMethod.Delete, $"/api/v1/runs/{run}");

        foreach (var version in await VersionsAsync(name))
            Assert.False(version.TryGetProperty("run", out _));
        await server.PostAsync($"/api/v1/runs/{run}/restore", "");
        var linked = (await VersionsAsync(name)).Where(version => version.TryGetProperty("run", out _));
        Assert.Equal([1L], linked.Select(version => version.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task An_alias_moves_from_version_to_version_and_goes()
    {
        var name = Unique("model");
        await RegisterAsync(name, null, null);
        var path = $"/api/v1/models/{name}/aliases/champion";

        foreach (var version in new[] { 1, 2 })
        {
            var (status, json) = await server.SendAsync(HttpMethod.Put, path, $$"""{"version":{{version}}}""");
            Assert.Equal(HttpStatusCode.OK, status);
            var holders = json.GetProperty("versions").EnumerateArray()
                .Where(one => one.GetProperty("aliases").EnumerateArray().Any(alias => alias.GetString() == "champion"))
                .Select(one => one.GetProperty("version").GetInt32());
            Assert.Equal([version], holders);
        }

        var (gone, _) = await server.SendAsync(HttpMethod.Delete, path);
        Assert.Equal(HttpStatusCode.NoContent, gone);
        Assert.All(await VersionsAsync(name), version => Assert.Equal(0, version.GetProperty("aliases").GetArrayLength()));
    }

    [Theory]
    [InlineData("latest", """{"version":1}""", "alias")]
    [InlineData("V12", """{"version":1}""", "alias")]
    [InlineData("a%20b", """{"version":1}""", "alias")]
    [InlineData("champion", "{}", "version")]
    public async Task An_alias_that_cannot_be_names_its_field(string alias, string body, string field)
    {
        var name = Unique("model");
        await RegisterAsync(name, [null]);
        var (status, problem) = await server.SendAsync(HttpMethod.Put, $"/api/v1/models/{name}/aliases/{alias}", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_move_to_production_archives_the_others_on_demand_only()
    {
        var name = Unique("model");
        await RegisterAsync(name, null, null, null);

        await MoveAsync(name, 1, """{"stage":"production"}""");
        await MoveAsync(name, 2, """{"stage":"production"}""");
        Assert.Equal(["none", "production", "production"], await StagesAsync(name));
        await MoveAsync(name, 3, """{"stage":"production","archiveOthers":true}""");
        Assert.Equal(["production", "archived", "archived"], await StagesAsync(name));

        var (_, detail) = await server.GetAsync($"/api/v1/models/{name}");
        var stages = detail.GetProperty("model").GetProperty("stages");
        Assert.Equal(3, stages.GetProperty("production").GetInt64());
        Assert.Equal(2, stages.GetProperty("archived").GetInt64());
    }

    [Theory]
    [InlineData(1, """{"stage":"live"}""", HttpStatusCode.BadRequest)]
    [InlineData(1, """{"stage":"archived","archiveOthers":true}""", HttpStatusCode.BadRequest)]
    [InlineData(7, """{"stage":"staging"}""", HttpStatusCode.NotFound)]
    public async Task A_move_that_cannot_be_is_refused_and_changes_nothing(int version, string body, HttpStatusCode expected)
    {
        var name = Unique("model");
        await RegisterAsync(name, [null]);
        var (status, _) = await server.PostAsync($"/api/v1/models/{name}/versions/{version}/stage", body);
        Assert.Equal(expected, status);
        Assert.Equal(["none"], await StagesAsync(name));
    }

    [Fact]
    public async Task Descriptions_of_a_model_and_a_version_are_kept_apart()
    {
        var name = Unique("model with spaces");
        var path = $"/api/v1/models/{Uri.EscapeDataString(name)}";
        await RegisterAsync(name, [null]);
        await server.SendAsync(HttpMethod.Patch, path, """{"description":"of the model"}""");
        await server.SendAsync(HttpMethod.Patch, $"{path}/versions/1", """{"description":"of the version"}""");

        var (_, detail) = await server.GetAsync(path);
        Assert.Equal("of the model", detail.GetProperty("model").GetProperty("description").GetString());
        Assert.Equal("of the version", detail.GetProperty("versions")[0].GetProperty("description").GetString());
        var (missing, _) = await server.SendAsync(HttpMethod.Patch, "/api/v1/models/nope", """{"description":"x"}""");
        Assert.Equal(HttpStatusCode.NotFound, missing);
    }

    private static string Unique(string word) => $"{word}-{Guid.NewGuid():n}";

    // Models are registered through MLflow's protocol; here only what the native API shows of them is under test.
    private async Task RegisterAsync(string name, params string?[] runs)
    {
        await server.Store.Registry.CreateAsync(Caller.Local, name, null, new Dictionary<string, string>());
        foreach (var run in runs)
        {
            var outcome = await server.Store.Registry.AddVersionAsync(Caller.Local, new ModelVersion
            {
                ModelId = 0, Name = name, Number = 0, Source = "runs:/x/model", Storage = "runs:/x/model", RunUid = run,
                CreatedAt = 0, UpdatedAt = 0,
            });
            Assert.Null(outcome.Refusal);
        }
    }

    private async Task MoveAsync(string name, int version, string body)
    {
        var (status, json) = await server.PostAsync($"/api/v1/models/{name}/versions/{version}/stage", body);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        Assert.Equal("production", json.GetProperty("stage").GetString());
    }

    private async Task<IReadOnlyList<JsonElement>> VersionsAsync(string name) =>
        [.. (await server.GetAsync($"/api/v1/models/{name}")).Json.GetProperty("versions").EnumerateArray()];

    private async Task<IEnumerable<string?>> StagesAsync(string name) =>
        (await VersionsAsync(name)).Select(version => version.GetProperty("stage").GetString());
}
