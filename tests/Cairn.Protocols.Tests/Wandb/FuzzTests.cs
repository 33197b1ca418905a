using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

/// <summary>Nothing that a client can send may end as a failure of the server: clients send that again for days.</summary>
public sealed class FuzzTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 3000 : 25;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "9223372036854775808", "0.1", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"..\"", "[]", "{}", "[null]", "[[]]",
        "[\"x\"]", "\"{}\"", "\"[\"", "\"{\\\"$regex\\\":\\\"(\\\"}\"", "\"{\\\"config.x\\\":{\\\"$gt\\\":1}}\"", "\"+config..\"", "\"UnVuOjE=\"",
        "\"QXJ0aWZhY3Q6MQ==\"", "\"QXJ0aWZhY3Q6OTk5OTk5OTk5OTk5OTk5OTk5OTk=\"", "\"method: random\\nparameters: {x: {min: 0, max: 1}}\"", "\"a: [\"",
        "{\"alias\":null}", "[{\"alias\":\"latest\",\"artifactCollectionName\":\"c\"}]", "[{\"tagName\":\"\"}]", "[{\"artifactID\":\"x\",\"name\":\"..\",\"md5\":\"!\"}]",
        "\"{\\\"keys\\\":[\\\"a\\\"],\\\"samples\\\":-1}\"", "[\"{}\"]", "\"999999999999999999999\"", "1e18",
    ];

    private static readonly string[] Inputs =
    [
        "id", "name", "entityName", "projectName", "modelName", "config", "summaryMetrics", "tags", "displayName", "state", "sweep", "notes", "spec", "type",
        "artifactTypeName", "artifactCollectionName", "artifactCollectionNames", "artifactID", "digest", "aliases", "metadata", "ttlDurationSeconds", "clientID",
        "runName", "files", "artifactFiles", "storageLayout", "artifactManifestID", "artifactPortfolioName", "artifactPortfolioID", "artifactSequenceID",
        "metricName", "metricValue", "title", "text", "waitDuration", "host", "metrics", "runState", "entity", "access", "oldProjectName", "newProjectName",
    ];

    public static TheoryData<string> Mutations =>
    [
        "upsertBucket", "createRunFiles", "markRunFilesUploaded", "deleteFiles", "stopRun", "deleteRun", "updateRunState", "rewindRun",
        "notifyScriptableRunAlert", "upsertModel", "renameProject", "deleteModel", "createArtifact", "createArtifactManifest", "updateArtifactManifest",
        "createArtifactFiles", "commitArtifact", "useArtifact", "updateArtifact", "deleteArtifact", "addAliases", "deleteAliases", "linkArtifact",
        "unlinkArtifact", "updateArtifactSequence", "deleteArtifactSequence", "createArtifactCollectionTagAssignments", "upsertSweep", "createAgent",
        "agentHeartbeat", "upsertView", "deleteView", "createCustomChart", "generateApiKey", "deleteApiKey", "createTeam", "createArtifactType",
    ];

#pragma warning disable CA5394 // The same requests in every run.
    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task No_input_makes_a_mutation_fail(string mutation)
    {
        var random = new Random(mutation.Length * 7919);
        for (var round = 0; round < Rounds; round++)
        {
            var members = Enumerable.Range(0, random.Next(0, 8))
                .Select(_ => (Inputs[random.Next(Inputs.Length)], Values[random.Next(Values.Length)])).DistinctBy(member => member.Item1)
                .Select(member => $"\"{member.Item1}\":{member.Item2}");
            await GraphAsync($"mutation($i: X) {{ {mutation}(input: $i) {{ id success }} }}", "{\"i\":{" + string.Join(',', members) + "}}");
        }
    }

    [Fact]
    public async Task No_argument_makes_a_read_fail()
    {
        await StartAsync("fuzz");
        var random = new Random(1);
        string[] fields =
        [
            "runs(filters: $a, order: $b, first: $c, after: $d) { edges { node { config } } }", "runCount(filters: $a)",
            "run(name: \"r\") { history(minStep: $c, maxStep: $d, samples: $b) }", "run(name: \"r\") { sampledHistory(specs: $a) }",
            "run(name: \"r\") { files(names: $a, pattern: $b, first: $c, after: $d) { edges { node { url } } } }", "run(name: \"r\") { events(samples: $c) }",
            "run(name: \"r\") { logLines(last: $c, after: $d) { edges { node { line } } } }", "run(name: \"r\") { wandbConfig(keys: $a) historyTail }",
            "artifact(name: $a) { id }", "artifactCollections(filters: $a, order: $b, first: $c) { edges { node { name } } }",
            "artifactType(name: $a) { artifactCollection(name: $b) { artifacts(filters: $a, order: $b) { edges { version } } } }",
            "artifactCollectionMembership(name: $a) { id }", "sweep(sweepName: $a) { runCount }", "sweeps(filters: $a, first: $c) { edges { node { id } } }",
            "allViews(viewType: $a, viewName: $b, first: $c, after: $d) { edges { node { id } } }",
        ];
        for (var round = 0; round < Rounds * 8; round++)
        {
            var field = fields[random.Next(fields.Length)];
            var values = "abcd".Select(name => $"\"{name}\":{Values[random.Next(Values.Length)]}");
            await GraphAsync($"query($a: X) {{ project(name: \"fuzz\") {{ {field} }} view(id: $a) {{ id }} organization(name: $b) {{ name }} }}", $"{{{string.Join(',', values)}}}");
        }
    }

    [Fact]
    public async Task No_document_makes_the_server_fail()
    {
        const string Whole = "query A($x: [Int!]! = 3) @d { a: viewer @include(if: $x) { ...F ... on User { id } } } fragment F on User { name teams(first: 1) { edges { node { name } } } }";
        var random = new Random(2);
        for (var round = 0; round < Rounds * 8; round++)
        {
            var text = new StringBuilder(Whole);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0: text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)); break;
                    case 1: text.Insert(at, "{}()[]!$@:.\"#\\|&=\u0000\ud7ff ..."[random.Next(22)]); break;
                    default: text.Insert(at, text.ToString(at, Math.Min(12, text.Length - at))); break;
                }
            }

            await GraphAsync(text.ToString(), "{}");
        }

        foreach (var body in (string[])["", "{", "[]", "null", "{\"query\":1}", "{\"query\":null,\"variables\":[]}", "{\"query\":\"{viewer{id}}\",\"variables\":\"x\"}", new string('[', 5000)])
            await ExpectAsync("/graphql", new StringContent(body, Encoding.UTF8, "application/json"));
        await GraphAsync("{ viewer " + string.Concat(Enumerable.Repeat("{ teams { edges { node ", 2000)), "{}");
        await GraphAsync("query { ...F } fragment F on Query { ...F }", "{}");
    }

    [Fact]
    public async Task No_stream_makes_the_server_fail_and_what_was_kept_stays()
    {
        await StartAsync("stream");
        await ExpectAsync("/files/local/stream/r/file_stream", Json("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"_step\":0,\"_timestamp\":1,\"loss\":1}"]}}}"""));
        string[] names = ["wandb-history.jsonl", "wandb-events.jsonl", "wandb-summary.json", "output.log", "other.txt", "../x", ""];
        string[] lines =
        [
            "", "{", "[]", "1", "{\"_step\":\"x\"}", "{\"_step\":-1}", "{\"_step\":1e30,\"a\":1}", "{\"a\":NaN,\"b\":-Infinity}", "{\"a\":{\"_type\":\"image-file\"}}", "{\"a\":{\"_type\":1}}",
            "{\"a\":{\"_type\":\"images/separated\",\"filenames\":7}}", "{\"a\":{\"_type\":\"histogram\",\"bins\":[1],\"values\":[]}}", "{\"\\ud800\":1}", "{\"a\":\"\\ud800\"}", "{\"\":1}",
            "{\"a\":" + new string('[', 300) + "}", "\u0000", "2026-99-99T00:00:00 x", "{\"ts\":1,\"content\":null}", "ERROR ", "{\"_wandb\":true,\"system.cpu\":\"x\"}", "{\"_timestamp\":1e300,\"x\":1}",
        ];
        var random = new Random(3);
        for (var round = 0; round < Rounds * 8; round++)
        {
            var content = Enumerable.Range(0, random.Next(0, 4)).Select(_ => JsonSerializer.Serialize(lines[random.Next(lines.Length)]));
            var offset = Values[random.Next(12)];
            var body = random.Next(6) == 0
                ? $$"""{"files":{{Values[random.Next(Values.Length)]}},"uploaded":{{Values[random.Next(Values.Length)]}},"exitcode":{{Values[random.Next(Values.Length)]}}}"""
                : "{\"files\":{\"" + names[random.Next(names.Length)] + "\":{\"offset\":" + offset + ",\"content\":[" + string.Join(',', content) + "]}}}";
            await ExpectAsync("/files/local/stream/r/file_stream", Json(body));
        }

        var (_, run) = await server.GetAsync("/api/v1/projects/local/stream/runs/r");
        var (_, points) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id").GetInt64()}/points?key=loss");
        Assert.Equal("[[0,1000,1]]", points.GetProperty("points").GetRawText());
    }

    [Fact]
    public async Task No_address_makes_the_server_fail()
    {
        string[] parts = ["files", "artifactsV2", "artifacts", "wandb-storage", "local", "stream", "r", "%2F", "..", "%00", "file_stream", "runs", "contents", "manifests", "0", "x", "d41d8cd98f00b204e9800998ecf8427e", ""];
        HttpMethod[] methods = [HttpMethod.Get, HttpMethod.Put, HttpMethod.Post, HttpMethod.Head, HttpMethod.Options];
        var random = new Random(4);
        for (var round = 0; round < Rounds * 8; round++)
        {
            var path = "/" + string.Join('/', Enumerable.Range(0, random.Next(1, 8)).Select(_ => parts[random.Next(parts.Length)]));
            if (random.Next(2) == 0)
                path += "?until=9999999999&grant=" + parts[random.Next(parts.Length)];
            using var request = new HttpRequestMessage(methods[random.Next(methods.Length)], server.Url.TrimEnd('/') + path) { Content = Json("{}") };
            using var response = await server.Http.SendAsync(request);
            Assert.True((int)response.StatusCode < 500, $"{request.Method} {path}: {response.StatusCode}");
        }
    }
#pragma warning restore CA5394

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task StartAsync(string project) => new WandbWire(server).StartAsync(project, "r");

    private Task GraphAsync(string query, string variables) =>
        ExpectAsync("/graphql", Json($$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}"""));

    private async Task ExpectAsync(string path, HttpContent content)
    {
        var sent = await content.ReadAsStringAsync();
        using var response = await server.Http.PostAsync(path, content);
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{path} {sent}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
