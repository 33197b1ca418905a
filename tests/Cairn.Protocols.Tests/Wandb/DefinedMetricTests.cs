using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class DefinedMetricTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Config =
        """
        {"_wandb":{"value":{"t":{},"m":[
          {"2":"val/*","5":2,"6":[1],"7":[2,1]},
          {"1":"epoch","6":[3],"7":[]},
          {"1":"loss","6":[2],"7":[4],"8":1},
          {"1":"a\\.b","4":"epoch"},
          {"5":99}, 7, {"1":""}
        ]}}}
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task Step_metrics_hidden_ones_summaries_and_goals_are_read_from_the_native_api()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r", Config);
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        var (_, own) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id").GetInt64()}/metrics/definitions");
        Assert.Equal(
            ["val/* True epoch False max,min ", "epoch False  False  ", "loss False  True best min", "a.b False epoch False  "],
            own.GetProperty("definitions").EnumerateArray().Select(Describe));
    }

    [Fact]
    public async Task A_project_takes_the_word_of_its_newest_run_and_keeps_what_only_older_ones_define()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "old", """{"_wandb":{"value":{"m":[{"1":"loss","8":1},{"1":"acc","8":2}]}}}""");
        await _wire.StartAsync(project, "new", """{"_wandb":{"value":{"m":[{"1":"loss","8":2}]}}}""");
        var (_, json) = await server.GetAsync($"/api/v1/projects/local/{project}/metrics/definitions");
        Assert.Equal(["acc False  False  max", "loss False  False  max"], json.GetProperty("definitions").EnumerateArray().Select(Describe));
    }

    private static string Describe(JsonElement one) =>
        $"{one.GetProperty("name")} {one.GetProperty("pattern")} {Optional(one, "step")} {one.GetProperty("hidden")} " +
        $"{string.Join(',', one.GetProperty("summary").EnumerateArray())} {Optional(one, "goal")}";

    private static string? Optional(JsonElement one, string name) => one.TryGetProperty(name, out var value) ? value.GetString() : null;
}
