using System.Net;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Datasets;
using Cairn.Core.LoggedModels;
using Cairn.Core.Registry;

namespace Cairn.Protocols.Tests.Native;

public sealed class RunAssetEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly Dictionary<string, string> _none = [];

    [Fact]
    public async Task Datasets_keep_their_json_and_text_that_is_none()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var known = server.Store.Runs.Find(Caller.Local, run)!;
        await server.Store.Datasets.UseAsync(Caller.Local, known,
        [
            (new Dataset("train", "d1", "http", """{"url":"https://x"}""", null, """{"num_rows":60000}"""),
                new Dictionary<string, string> { ["context"] = "training" }),
            (new Dataset("test", "d2", "local", "not { json", null, null), _none),
        ]);

        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/datasets");
        Assert.Equal(HttpStatusCode.OK, status);
        var sets = json.GetProperty("datasets");
        Assert.Equal(2, sets.GetArrayLength());
        Assert.Equal("https://x", sets[0].GetProperty("source").GetProperty("url").GetString());
        Assert.Equal(60000, sets[0].GetProperty("profile").GetProperty("num_rows").GetInt32());
        Assert.Equal("training", sets[0].GetProperty("labels").GetProperty("context").GetString());
        Assert.False(sets[0].TryGetProperty("schema", out _));
        Assert.Equal("not { json", sets[1].GetProperty("source").GetString());
    }

    [Fact]
    public async Task Models_tell_what_the_run_made_from_what_it_used_each_once()
    {
        var project = RunningServer.NewProject();
        var maker = await server.StartRunAsync(project, "\"uid\":\"maker\"");
        var user = await server.StartRunAsync(project, "\"uid\":\"user\"");
        var store = server.Store.LoggedModels;
        var model = await MakeAsync(maker, "maker", "mlp");
        await MakeAsync(maker, "maker", "unlinked");
        await store.LinkAsync(Caller.Local, [new RunModel(maker, model.Uid, true, 12), new RunModel(user, model.Uid, false, 0)]);
        await store.LogAsync(
            Caller.Local, [new LoggedModelMetric(model.Id, "maker", "acc", double.NaN, 1, 12, "test", "d")]);

        var made = (await ModelsAsync(maker)).GetProperty("models");
        Assert.Equal(["mlp", "unlinked"], made.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.All(made.EnumerateArray(), one => Assert.Equal("made", one.GetProperty("role").GetString()));
        Assert.Equal(12, made[0].GetProperty("step").GetInt64());
        Assert.False(made[1].TryGetProperty("step", out _));
        var metric = Assert.Single(made[0].GetProperty("metrics").EnumerateArray());
        Assert.Equal("NaN", metric.GetProperty("value").GetString());
        var used = Assert.Single((await ModelsAsync(user)).GetProperty("models").EnumerateArray());
        Assert.Equal("used", used.GetProperty("role").GetString());
        Assert.Equal("maker", used.GetProperty("run").GetProperty("uid").GetString());
    }

    [Fact]
    public async Task Versions_registered_from_a_run_stand_beside_its_models()
    {
        var uid = $"run-{Guid.NewGuid():n}";
        var run = await server.StartRunAsync(RunningServer.NewProject(), $"\"uid\":\"{uid}\"");
        await server.Store.Registry.CreateAsync(Caller.Local, uid, null, _none);
        await server.Store.Registry.AddVersionAsync(Caller.Local, new ModelVersion
        {
            ModelId = 0, Name = uid, Number = 0, Source = "s", Storage = "s", RunUid = uid, CreatedAt = 0, UpdatedAt = 0,
        });
        await server.SendAsync(HttpMethod.Put, $"/api/v1/models/{uid}/aliases/best", """{"version":1}""");

        var version = Assert.Single((await ModelsAsync(run)).GetProperty("versions").EnumerateArray());
        Assert.Equal(1, version.GetProperty("version").GetInt64());
        Assert.Equal("best", version.GetProperty("aliases")[0].GetString());
        Assert.Equal(run, version.GetProperty("run").GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("datasets")]
    [InlineData("models")]
    public async Task An_unknown_run_is_not_found(string part)
    {
        var (status, _) = await server.GetAsync($"/api/v1/runs/987654321/{part}");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    private async Task<LoggedModel> MakeAsync(long run, string uid, string name) =>
        (await server.Store.LoggedModels.CreateAsync(Caller.Local, new LoggedModel
        {
            Id = 0, Uid = "", ProjectId = server.Store.Runs.Find(Caller.Local, run)!.ProjectId, Name = name, SourceRun = uid,
            State = LoggedModelState.Ready, CreatedAt = 0, UpdatedAt = 0,
        })).Value!;

    private async Task<JsonElement> ModelsAsync(long run)
    {
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/models");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return json;
    }
}
