using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Tests.Native;

public sealed class OpenApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Update =
        "The web's copy of the wire is old: run `npm run types` in web/ with a server of this build up "
        + "(CAIRN_URL=http://localhost:PORT), and commit src/api/openapi.json and src/api/schema.ts.";

    [Fact]
    public async Task The_document_is_the_one_that_the_web_was_made_for()
    {
        var answered = await DocumentAsync();
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(CommittedPath(), TestContext.Current.CancellationToken));
        var differences = new List<string>();
        Compare("", committed, answered, differences);

        Assert.True(differences.Count == 0, $"{Update}\n{string.Join('\n', differences.Take(10))}");
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_a_tag_a_summary_and_a_way_to_refuse()
    {
        var operations = (await DocumentAsync())["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(one => (Path: path.Key, Operation: one.Value!)))
            .ToList();

        Assert.True(operations.Count >= 30, $"{operations.Count} operations");
        Assert.All(operations, one =>
        {
            Assert.NotNull(one.Operation["operationId"]);
            Assert.NotNull(one.Operation["summary"]);
            Assert.Single(one.Operation["tags"]!.AsArray());
            Assert.Equal(
                "#/components/schemas/Problem",
                one.Operation["responses"]!["default"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>());
        });
        Assert.Distinct(operations.Select(one => one.Operation["operationId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_a_run_answers_is_what_its_schema_says()
    {
        var id = await server.StartRunAsync(RunningServer.NewProject(), "\"group\":\"g\",\"tags\":[\"t\"]");
        var (status, run) = await server.GetAsync($"/api/v1/runs/{id}");
        var schema = (await DocumentAsync())["components"]!["schemas"]!["Run"]!;
        var answered = run.EnumerateObject().Select(member => member.Name).ToHashSet();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Superset(Names(schema["required"]!.AsArray()), answered);
        Assert.Subset(schema["properties"]!.AsObject().Select(property => property.Key).ToHashSet(), answered);
        Assert.DoesNotContain("finishedAt", Names(schema["required"]!.AsArray()));
        Assert.Contains(run.GetProperty("state").GetString()!, Names(schema["properties"]!["state"]!["enum"]!.AsArray()));
    }

    private static HashSet<string> Names(JsonArray list) => [.. list.Select(name => name!.GetValue<string>())];

    private async Task<JsonNode> DocumentAsync() =>
        JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;

    private static string CommittedPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Cairn.slnx is nowhere above the tests.");
        return Path.Combine(folder.FullName, "web", "src", "api", "openapi.json");
    }

    // The order of members says nothing, that of items does.
    private static void Compare(string at, JsonNode? committed, JsonNode? answered, List<string> differences)
    {
        if (committed is JsonObject before && answered is JsonObject now)
        {
            foreach (var name in before.Select(one => one.Key).Union(now.Select(one => one.Key)))
                Compare($"{at}/{name}", before[name], now[name], differences);
        }
        else if (!JsonNode.DeepEquals(committed, answered))
        {
            differences.Add($"{at}: {Short(committed)} is now {Short(answered)}");
        }
    }

    private static string Short(JsonNode? node) => node?.ToJsonString() switch
    {
        null => "nothing",
        { Length: > 120 } text => text[..120] + "…",
        var text => text,
    };
}
