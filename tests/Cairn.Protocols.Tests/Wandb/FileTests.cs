using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class FileTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Create =
        "mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) { createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) { runID uploadHeaders files { name uploadUrl } } }";

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task Files_are_uploaded_without_a_key_and_read_back_both_ways()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        var created = (await _wire.DataAsync(
            Create, new { entity = "local", project, run = "r", files = new[] { "media/images/a b_0.png", "empty.txt", "../escape" } }))
            .GetProperty("createRunFiles");
        Assert.Equal(3, created.GetProperty("files").GetArrayLength());
        Assert.Equal(0, created.GetProperty("uploadHeaders").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, created.GetProperty("files")[2].GetProperty("uploadUrl").ValueKind);
        var bytes = new byte[] { 1, 2, 3, 255 };
        Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(created.GetProperty("files")[0].GetProperty("uploadUrl").GetString()!, bytes));
        Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(created.GetProperty("files")[1].GetProperty("uploadUrl").GetString()!, []));

        var files = (await _wire.RunAsync(project, "r", "fileCount files(pattern: \"media/%\") { edges { node { id name url directUrl sizeBytes md5 updatedAt } cursor } pageInfo { endCursor hasNextPage } }"));
        Assert.Equal(2, files.GetProperty("fileCount").GetInt32());
        var node = Assert.Single(files.GetProperty("files").GetProperty("edges").EnumerateArray()).GetProperty("node");
        Assert.Equal(4, node.GetProperty("sizeBytes").GetInt64());
        Assert.Equal($"{server.Http.BaseAddress}files/local/{project}/r/media/images/a%20b_0.png", node.GetProperty("url").GetString());
        Assert.Equal(bytes, await server.Http.GetByteArrayAsync(node.GetProperty("url").GetString(), TestContext.Current.CancellationToken));
        Assert.Equal(bytes, await server.Http.GetByteArrayAsync(node.GetProperty("directUrl").GetString(), TestContext.Current.CancellationToken));
        Assert.Equal(bytes, await server.Http.GetByteArrayAsync(path + "/media/images/a%20b_0.png", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_address_that_was_not_given_out_is_refused()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var created = await _wire.DataAsync(Create, new { entity = "", project, run = "r", files = new[] { "a.txt" } });
        var url = created.GetProperty("createRunFiles").GetProperty("files")[0].GetProperty("uploadUrl").GetString()!;
        Assert.Equal(HttpStatusCode.Forbidden, await _wire.PutAsync(url.Replace("a.txt", "b.txt", StringComparison.Ordinal), [1]));
        Assert.Equal(HttpStatusCode.Forbidden, await _wire.PutAsync(url[..url.IndexOf('?', StringComparison.Ordinal)], [1]));
        using var read = await server.Http.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    [Fact]
    public async Task Files_asked_by_name_are_answered_also_where_there_are_none()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var data = await _wire.DataAsync(
            "query RunUploadUrls($project: String!, $run: String!, $files: [String]!) { model(name: $project) { bucket(name: $run, desc: null) { id files(names: $files) { uploadHeaders edges { node { name url(upload: true) sizeBytes md5 updatedAt } } } } } }",
            new { project, run = "r", files = new[] { "./a b.txt", "code/x.py" } });
        var files = data.GetProperty("model").GetProperty("bucket").GetProperty("files");
        var nodes = files.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node")).ToList();
        Assert.Equal(["a b.txt", "code/x.py"], nodes.Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, nodes[0].GetProperty("md5").ValueKind);
        Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(nodes[1].GetProperty("url").GetString()!, Encoding.UTF8.GetBytes("print()")));
        Assert.Equal(1, (await _wire.RunAsync(project, "r", "fileCount")).GetProperty("fileCount").GetInt32());
    }

    [Fact]
    public async Task What_the_client_tells_of_its_machine_shows_with_the_run()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var created = await _wire.DataAsync(
            Create, new { entity = "", project, run = "r", files = new[] { "wandb-metadata.json", "requirements.txt" } });
        var urls = created.GetProperty("createRunFiles").GetProperty("files").EnumerateArray()
            .Select(file => file.GetProperty("uploadUrl").GetString()!).ToList();
        await _wire.PutAsync(urls[0], """{"os":"Linux-6","python":"3.11.7","memory":{"total":2.0},"gpu_nvidia":[{"name":"A100"}]}"""u8.ToArray());
        await _wire.PutAsync(urls[1], "numpy==2.0\ntorch==2.5.1\n"u8.ToArray());
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/r");
        var environment = run.GetProperty("environment");
        Assert.Equal("3.11.7", environment.GetProperty("runtime").GetString());
        Assert.Equal(2L << 30, environment.GetProperty("memoryBytes").GetInt64());
        Assert.Equal("A100", environment.GetProperty("gpus")[0].GetString());
        Assert.Equal("2.5.1", environment.GetProperty("packages").GetProperty("torch").GetString());
    }

    [Fact]
    public async Task Files_are_deleted_by_their_ids()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var created = await _wire.DataAsync(Create, new { entity = "", project, run = "r", files = new[] { "ab:c.txt" } });
        await _wire.PutAsync(created.GetProperty("createRunFiles").GetProperty("files")[0].GetProperty("uploadUrl").GetString()!, [1]);
        var id = (await _wire.RunAsync(project, "r", "files { edges { node { id } } }"))
            .GetProperty("files").GetProperty("edges")[0].GetProperty("node").GetProperty("id").GetString();
        await _wire.DataAsync("mutation D($files: [ID!]!) { deleteFiles(input: {files: $files}) { success } }", new { files = new[] { id } });
        Assert.Equal(0, (await _wire.RunAsync(project, "r", "fileCount")).GetProperty("fileCount").GetInt32());
    }

    [Fact]
    public async Task What_restore_and_pull_ask_for_is_answered()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r", """{"lr":{"value":0.1},"_wandb":{"value":{"t":{"4":"3.11"}}}}""");
        await _wire.UpsertAsync(new { project, name = "r", commit = "abc123" });
        var created = await _wire.DataAsync(Create, new { entity = "", project, run = "r", files = new[] { "diff.patch", "x y.txt" } });
        foreach (var file in created.GetProperty("createRunFiles").GetProperty("files").EnumerateArray())
            await _wire.PutAsync(file.GetProperty("uploadUrl").GetString()!, [1]);
        const string Configs =
            "query RunConfigs($name: String!, $entity: String, $run: String!, $pattern: String!, $includeConfig: Boolean!) { model(name: $name, entityName: $entity) { bucket(name: $run) { config @include(if: $includeConfig) commit @include(if: $includeConfig) files(pattern: $pattern) { pageInfo { hasNextPage endCursor } edges { node { name directUrl } } } } } }";
        var bucket = Bucket(await _wire.DataAsync(Configs, new { name = project, entity = "local", run = "r", pattern = "diff%", includeConfig = true }));
        Assert.Equal("abc123", bucket.GetProperty("commit").GetString());
        Assert.Equal(0.1, JsonElement.Parse(bucket.GetProperty("config").GetString()!).GetProperty("lr").GetProperty("value").GetDouble());
        Assert.Equal("diff.patch", Assert.Single(Nodes(bucket)).GetProperty("name").GetString());
        bucket = Bucket(await _wire.DataAsync(Configs, new { name = project, entity = "local", run = "r", pattern = "%", includeConfig = false }));
        Assert.False(bucket.TryGetProperty("config", out _));
        Assert.Equal(2, Nodes(bucket).Count);

        var one = Nodes(Bucket(await _wire.DataAsync(
            "query RunDownloadUrl($name: String!, $fileName: String!, $entity: String, $run: String!) { model(name: $name, entityName: $entity) { bucket(name: $run) { files(names: [$fileName]) { edges { node { name url md5 updatedAt } } } } } }",
            new { name = project, fileName = "x y.txt", entity = "", run = "r" })));
        Assert.Equal([1], await server.Http.GetByteArrayAsync(Assert.Single(one).GetProperty("url").GetString(), TestContext.Current.CancellationToken));
        var all = Nodes(Bucket(await _wire.DataAsync(
            "query RunDownloadUrls($name: String!, $entity: String, $run: String!) { model(name: $name, entityName: $entity) { bucket(name: $run) { files { edges { node { name url md5 updatedAt } } } } } }",
            new { name = project, entity = "", run = "r" })));
        Assert.Equal(2, all.Count);
        var marked = await _wire.DataAsync(
            "mutation MarkRunFilesUploaded($entity: String!, $project: String!, $run: String!, $files: [String!]!) { markRunFilesUploaded(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) { success } }",
            new { entity = "local", project, run = "r", files = new[] { "x y.txt" } });
        Assert.True(marked.GetProperty("markRunFilesUploaded").GetProperty("success").GetBoolean());
        var gone = await _wire.DataAsync(Configs, new { name = project, entity = "local", run = "gone", pattern = "%", includeConfig = true });
        Assert.Equal(JsonValueKind.Null, Bucket(gone).ValueKind);
        Assert.NotEmpty(path);
    }

    private static JsonElement Bucket(JsonElement data) => data.GetProperty("model").GetProperty("bucket");

    private static List<JsonElement> Nodes(JsonElement bucket) =>
        [.. bucket.GetProperty("files").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))];
}
