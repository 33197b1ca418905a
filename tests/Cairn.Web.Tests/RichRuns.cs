using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Web.Tests;

/// <summary>A server with two runs that logged every kind of media, one trace, and an artifact of two versions.</summary>
public sealed class RichRuns : IAsyncLifetime
{
    internal const string Project = "vision/rich";
    internal const int Rows = 2000, Scored = 400;
    private const int Side = 64;
    private readonly TemporaryFolder _data = new();
    private HttpClient _http = new();

    internal RunningServer Server { get; private set; } = null!;

    internal string ProjectUrl => $"{Server.Url}/{Project}";

    internal long First { get; private set; }

    internal long Second { get; private set; }

    internal string Trace { get; } = $"tr-{new string('a', 32)}";

    public async ValueTask InitializeAsync()
    {
        Installation.RequireWeb();
        Server = await RunningServer.StartAsync(_data.Path);
        _http = new HttpClient { BaseAddress = new Uri(Server.Url) };
        First = await LogRunAsync("first", null, 0.1, 0);
        Second = await LogRunAsync("second", "first", 0.2, 9);
        await LogTraceAsync();
        await LogArtifactAsync("first", "photos", ("same.txt", "same"), ("old.txt", "old"));
        await LogArtifactAsync("second", "photos", ("same.txt", "same"), ("new.json", """{"kept":true}"""));
        await LogArtifactAsync(
            "second", "tables",
            ("names.table.json", """{"columns":["id","name"],"data":[[1,"one"],[2,"two"]]}"""),
            ("parts/0.table.json", """{"columns":["id","score"],"data":[[2,0.25]]}"""),
            ("parts/1.table.json", """{"columns":["id","score"],"data":[[3,0.75]]}"""),
            ("scores.partitioned-table.json", """{"_type":"partitioned-table","parts_path":"parts"}"""),
            ("all.joined-table.json", """{"_type":"joined-table","table1":"names.table.json","table2":"scores.partitioned-table.json","join_key":"id"}"""));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
        _data.Dispose();
    }

    private async Task<long> LogRunAsync(string uid, string? parent, double rate, int shift)
    {
        var started = await Server.Api.PostAsync("/runs", new
        {
            project = Project,
            uid,
            name = uid,
            parent,
            config = new { lr = rate, model = new { depth = 4 } },
            environment = new
            {
                wandb = new { visualize = new Dictionary<string, object> { ["bars"] = new { panel_config = new { panelDefId = "wandb/bar/v0", fieldSettings = new { label = "label", value = "value" }, stringSettings = new { title = "Score by class" } } } } },
            },
        });
        var run = started.GetProperty("run").GetProperty("id").GetInt64();
        await PutAsync(run, "picture.png", TestPicture.Of(Side, Side, (x, y) => (byte)((x * 3) + shift + y)));
        await PutAsync(run, "mask.png", TestPicture.Of(Side, Side, (x, _) => (byte)(x < 20 ? 1 : x > 40 ? 2 : 0)));
        await PutAsync(run, "tone.wav", Tone());
        await PutAsync(run, "cloud.pts.json", Encoding.UTF8.GetBytes("""{"type":"lidar/beta","points":[[0,0,0,255,0,0],[1,0,0,0,255,0],[0,1,1,0,0,255]],"boxes":[]}"""));
        await PutAsync(run, "mesh.obj", Encoding.UTF8.GetBytes("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"));
        await PutAsync(run, "water.pdb", Encoding.UTF8.GetBytes("HETATM    1  O   HOH     1       0.000   0.000   0.000  1.00  0.00           O\nHETATM    2  H1  HOH     1       0.960   0.000   0.000  1.00  0.00           H\nEND\n"));
        await PutAsync(run, "bars.table.json", Encoding.UTF8.GetBytes("""{"columns":["label","value"],"data":[["cat",1],["dog",3]]}"""));
        await PutAsync(run, "page.html", Encoding.UTF8.GetBytes("<p id=p>plain</p><script>p.textContent = 'scripted ' + 6 * 7</script>"));
        await PutAsync(run, "notes.md", Encoding.UTF8.GetBytes("# A heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"));
        var rows = Enumerable.Range(0, Rows).Select(i => new object?[] { i, i % 2 == 0 ? "cat" : "dog", i / (double)Rows, new { type = "image", file = "picture.png" } });
        await LogAsync(run, "seen/picture", "image", new
        {
            file = "picture.png",
            width = Side,
            height = Side,
            caption = "a street",
            masks = new { truth = new { file = "mask.png", class_labels = new Dictionary<string, string> { ["1"] = "road", ["2"] = "sky" } } },
            boxes = new { found = new { box_data = new[] { new { position = new { minX = 0.1, maxX = 0.5, minY = 0.2, maxY = 0.8 }, class_id = 3, box_caption = "car", scores = new { conf = 0.6 } } } } },
        });
        await LogAsync(run, "tone", "audio", new { file = "tone.wav", caption = "a tone" });
        await LogAsync(run, "cloud", "object3d", new { file = "cloud.pts.json" });
        await LogAsync(run, "mesh", "object3d", new { file = "mesh.obj" });
        await LogAsync(run, "water", "molecule", new { file = "water.pdb" });
        await LogAsync(run, "bars_table", "table", new { file = "bars.table.json" });
        await LogAsync(run, "rows", "table", new { columns = new[] { "id", "label", "score", "seen" }, rows });
        await LogAsync(run, "page", "html", new { file = "page.html" });
        await PutAsync(run, "figure.plotly.json", Encoding.UTF8.GetBytes("""{"data":[{"type":"bar","x":["a","b"],"y":[1,2]}],"layout":{"title":{"text":"Two bars"}}}"""));
        await LogAsync(run, "figure", "plotly", new { file = "figure.plotly.json" });
        var scored = Enumerable.Range(0, Scored).Select(i => new object[] { i % 4 == 0 ? "fox" : "cat", (((i * 37) + shift) % 100 / 200.0) + (i % 4 == 0 ? 0.4 : 0) });
        await LogAsync(run, "val/scores", "table", new { columns = new[] { "label", "score" }, rows = scored });
        for (var step = 0; step < 3; step++)
            await LogAsync(run, "weights", "histogram", new { edges = new[] { -1.0, 0, 1 }, counts = new[] { 5 - step, 5 + step } }, step);
        return run;
    }

    private async Task LogAsync(long run, string key, string type, object value, int step = 3)
    {
        var line = JsonSerializer.Serialize(new { step, time = 1_700_000_000_000, record = new { key, type, value } });
        using var answer = await _http.PostAsync($"/api/v1/runs/{run}/log", new StringContent(line, Encoding.UTF8, "application/x-ndjson"));
        answer.EnsureSuccessStatusCode();
    }

    private async Task PutAsync(long run, string path, byte[] bytes)
    {
        using var answer = await _http.PutAsync($"/api/v1/runs/{run}/files/{path}", new ByteArrayContent(bytes));
        answer.EnsureSuccessStatusCode();
    }

    private async Task LogTraceAsync()
    {
        var project = (await Server.Api.GetAsync($"/projects/{Project}")).GetProperty("id").GetInt64();
        var spans = new object[]
        {
            Span("0101010101010101", null, "answer", 0, 1000, ("mlflow.spanInputs", """{"question":"why?"}""")),
            Span("0202020202020202", "0101010101010101", "look up", 100, 400, ("mlflow.spanType", "\"RETRIEVER\"")),
            Span("0303030303030303", "0101010101010101", "format", 500, 900, ("other", "x")),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces")
        {
            Content = JsonContent.Create(new { resourceSpans = new[] { new { scopeSpans = new[] { new { spans } } } } }),
        };
        request.Headers.Add("x-mlflow-experiment-id", $"{project}");
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        using var linked = await _http.PostAsJsonAsync("/api/2.0/mlflow/traces/link-to-run", new { trace_ids = new[] { Trace }, run_id = "first" });
        Assert.True(linked.IsSuccessStatusCode, await linked.Content.ReadAsStringAsync());

        object Span(string id, string? parent, string name, int from, int to, (string Key, string Value) attribute) => new
        {
            traceId = Trace[3..],
            spanId = id,
            parentSpanId = parent ?? "",
            name,
            startTimeUnixNano = $"{1_700_000_000_000_000_000L + (from * 1_000_000L)}",
            endTimeUnixNano = $"{1_700_000_000_000_000_000L + (to * 1_000_000L)}",
            attributes = new[] { new { key = attribute.Key, value = new { stringValue = attribute.Value } } },
            status = new { code = name == "format" ? 2 : 1, message = name == "format" ? "no such key" : "" },
        };
    }

    // As W&B's clients log one.
    private async Task LogArtifactAsync(string run, string collection, params (string Name, string Text)[] files)
    {
        var (entity, project) = (Project.Split('/')[0], Project.Split('/')[1]);
        var made = await AskAsync(
            "mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }",
            new { input = new { entityName = entity, projectName = project, artifactTypeName = "dataset", artifactCollectionName = collection, runName = run, digest = $"{files.Sum(file => file.Text.Length)}", digestAlgorithm = "MANIFEST_MD5" } });
        var id = made.GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString()!;
        var contents = new Dictionary<string, object>();
        foreach (var (name, text) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var md5 = Convert.ToBase64String(MD5.HashData(bytes));
            contents[name] = new { digest = md5, size = bytes.Length };
            var asked = await AskAsync(
                "mutation F($layout: ArtifactStorageLayout!, $specs: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $specs, storageLayout: $layout}) { files { edges { node { uploadUrl } } } } }",
                new { layout = "V2", specs = new[] { new { artifactID = id, name, md5 } } });
            var url = asked.GetProperty("createArtifactFiles").GetProperty("files").GetProperty("edges")[0].GetProperty("node").GetProperty("uploadUrl");
            if (url.ValueKind == JsonValueKind.String)
                (await _http.PutAsync(url.GetString(), new ByteArrayContent(bytes))).EnsureSuccessStatusCode();
        }

        var manifest = await AskAsync(
            "mutation M($id: ID!, $p: String!) { createArtifactManifest(input: {name: \"wandb_manifest.json\", digest: \"\", artifactID: $id, entityName: \"\", projectName: $p, runName: \"r\", type: FULL}) { artifactManifest { file { uploadUrl } } } }",
            new { id, p = project });
        var place = manifest.GetProperty("createArtifactManifest").GetProperty("artifactManifest").GetProperty("file").GetProperty("uploadUrl").GetString();
        (await _http.PutAsync(place, JsonContent.Create(new { version = 1, storagePolicy = "wandb-storage-policy-v1", contents }))).EnsureSuccessStatusCode();
        await AskAsync("mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }", new { id });
    }

    private async Task<JsonElement> AskAsync(string query, object variables)
    {
        using var answer = await _http.PostAsJsonAsync("/graphql", new { query, variables });
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode && !json.TryGetProperty("errors", out _), json.ToString());
        return json.GetProperty("data");
    }

    // Half a second of 440 Hz, 8,000 samples a second.
    private static byte[] Tone()
    {
        const int Samples = 4000;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (Samples * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(16000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(Samples * 2);
        for (var i = 0; i < Samples; i++)
            writer.Write((short)(20000 * Math.Sin(i * 440 * Math.Tau / 8000)));
        return stream.ToArray();
    }
}
