using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;

namespace Cairn.Protocols.Tests.Native;

public sealed class ArtifactEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Collections_tell_their_newest_version_and_versions_are_found_by_number_alias_and_digest()
    {
        var project = RunningServer.NewProject();
        var run = await server.StartRunAsync(project, "\"uid\":\"maker\"");
        await MakeAsync(project, "data", run, "best", ("a.txt", "1"));
        await MakeAsync(project, "data", run, null, ("a.txt", "2"), ("b.txt", "33"));

        var collection = Assert.Single((await OkAsync($"/projects/{project}/artifacts")).GetProperty("collections").EnumerateArray());
        Assert.Equal("dataset data 2 3", $"{collection.GetProperty("type")} {collection.GetProperty("name")} {collection.GetProperty("versions")} {collection.GetProperty("size")}");
        Assert.Empty((await OkAsync($"/projects/{project}/artifacts?type=model")).GetProperty("collections").EnumerateArray());
        var versions = (await OkAsync($"/projects/{project}/artifacts/data")).GetProperty("versions");
        Assert.Equal([1, 0], versions.EnumerateArray().Select(one => one.GetProperty("version").GetInt32()));
        Assert.Equal("maker", versions[0].GetProperty("run").GetProperty("uid").GetString());
        foreach (var (word, number) in new[] { ("v0", 0), ("best", 0), ("latest", 1), ("digest-2", 1) })
            Assert.Equal(number, (await OkAsync($"/projects/{project}/artifacts/data/{word}")).GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/projects/{project}/artifacts/data/v9")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/projects/{project}/artifacts/none")).Status);
        Assert.Equal(2, (await OkAsync($"/runs/{run}/artifacts")).GetProperty("made").GetArrayLength());
    }

    [Fact]
    public async Task Files_are_read_in_ranges_without_rights_and_references_say_where_they_lie()
    {
        var project = RunningServer.NewProject();
        var id = await MakeAsync(project, "data", null, null, ("dir/page.html", "<b>hello</b>"));
        var files = (await OkAsync($"/artifacts/{id}/files")).GetProperty("files");
        Assert.Equal(["dir/page.html", "ref"], files.EnumerateArray().Select(one => one.GetProperty("path").GetString()));
        Assert.Equal("s3://x False", $"{files[1].GetProperty("reference")} {files[1].GetProperty("isHere")}");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/artifacts/{id}/files/dir/page.html");
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(3, 7);
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (var path in (string[])["ref", "none", "..%2f..%2fmeta.db"])
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/artifacts/{id}/files/{path}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/v1/artifacts/987654321/files")).Status);
    }

    [Fact]
    public async Task Versions_are_compared_file_by_file()
    {
        var project = RunningServer.NewProject();
        var before = await MakeAsync(project, "data", null, null, ("same", "s"), ("old", "o"), ("changed", "1"));
        var after = await MakeAsync(project, "data", null, null, ("same", "s"), ("new", "n"), ("changed", "22"));
        var diff = await OkAsync($"/artifacts/{before}/diff/{after}");
        Assert.Equal("new", Assert.Single(diff.GetProperty("added").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal("old", Assert.Single(diff.GetProperty("removed").EnumerateArray()).GetProperty("path").GetString());
        var changed = Assert.Single(diff.GetProperty("changed").EnumerateArray());
        Assert.Equal("1 2", $"{changed.GetProperty("before").GetProperty("size")} {changed.GetProperty("after").GetProperty("size")}");
        Assert.Equal(2, diff.GetProperty("same").GetInt32()); // the reference is in both
        await server.Store.Artifacts.DeleteAsync(Caller.Local, before, true, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, (await server.GetAsync($"/api/v1/artifacts/{before}/diff/{after}")).Status);
    }

    [Fact]
    public async Task Lineage_goes_back_to_the_sources_and_on_to_the_results()
    {
        var project = RunningServer.NewProject();
        var cleaner = await server.StartRunAsync(project, "\"uid\":\"cleaner\"");
        var trainer = await server.StartRunAsync(project, "\"uid\":\"trainer\"");
        var raw = await MakeAsync(project, "raw", null, null, ("a", "raw"));
        var clean = await MakeAsync(project, "clean", cleaner, null, ("a", "clean"));
        var model = await MakeAsync(project, "model", trainer, null, ("w", "model"));
        await server.Store.Artifacts.UseAsync(Caller.Local, raw, cleaner, null, TestContext.Current.CancellationToken);
        await server.Store.Artifacts.UseAsync(Caller.Local, clean, trainer, null, TestContext.Current.CancellationToken);

        var lineage = await OkAsync($"/artifacts/{clean}/lineage");
        Assert.Equal(new[] { clean, raw, model }.Order(), lineage.GetProperty("artifacts").EnumerateArray().Select(one => one.GetProperty("id").GetInt64()).Order());
        Assert.Equal(["cleaner", "trainer"], lineage.GetProperty("runs").EnumerateArray().Select(one => one.GetProperty("uid").GetString()!).Order());
        var edges = lineage.GetProperty("edges").EnumerateArray()
            .Select(one => (one.GetProperty("run").GetInt64(), one.GetProperty("artifact").GetInt64(), one.GetProperty("isMade").GetBoolean())).Order();
        Assert.Equal(new[] { (cleaner, raw, false), (cleaner, clean, true), (trainer, clean, false), (trainer, model, true) }.Order(), edges);
        Assert.False(lineage.GetProperty("isCut").GetBoolean());
        Assert.Equal("raw", Assert.Single((await OkAsync($"/runs/{cleaner}/artifacts")).GetProperty("used").EnumerateArray()).GetProperty("collection").GetString());
    }

    [Fact]
    public async Task A_family_is_told_from_its_top_whichever_member_is_asked()
    {
        var project = RunningServer.NewProject();
        var top = await server.StartRunAsync(project, "\"uid\":\"top\",\"startedAt\":1");
        await server.StartRunAsync(project, "\"uid\":\"second\",\"parent\":\"top\",\"startedAt\":3");
        await server.StartRunAsync(project, "\"uid\":\"first\",\"parent\":\"top\",\"startedAt\":2");
        var leaf = await server.StartRunAsync(project, "\"uid\":\"leaf\",\"parent\":\"first\",\"startedAt\":4");
        var ring = await server.StartRunAsync(project, "\"uid\":\"ring\",\"parent\":\"ring\"");
        foreach (var asked in (long[])[top, leaf])
        {
            var runs = (await OkAsync($"/runs/{asked}/family")).GetProperty("runs").EnumerateArray().Select(one => one.GetProperty("uid").GetString());
            Assert.Equal(["top", "first", "second", "leaf"], runs);
        }

        Assert.Equal(1, (await OkAsync($"/runs/{ring}/family")).GetProperty("runs").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/v1/runs/987654321/family")).Status);
    }

    // A committed version of a dataset with these files and a reference; its digest counts the files.
    private async Task<long> MakeAsync(string project, string name, long? run, string? alias, params (string Path, string Text)[] files)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (team, at) = (project.Split('/')[0], project.Split('/')[1]);
        (await server.Store.Projects.OpenAsync(Caller.Local, team, at, cancellationToken: cancellation)).Try(out var opened, out _);
        var started = await server.Store.Artifacts.StartAsync(
            Caller.Local,
            opened.Project,
            new ArtifactStart
            {
                Collection = name,
                Type = "dataset",
                Digest = $"digest-{files.Length}",
                RunId = run,
                Deduplicate = false,
                Aliases = alias is null ? [] : [alias],
            },
            cancellation);
        var id = started.Value!.Id;
        var manifest = await server.Store.ArtifactFiles.StartManifestAsync(Caller.Local, id, null, true, cancellation);
        var entries = new List<ArtifactEntry> { new() { Path = "ref", Digest = "etag", Reference = "s3://x" } };
        foreach (var (path, text) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var md5 = MD5.HashData(bytes);
            using var stream = new MemoryStream(bytes);
            await server.Store.ArtifactFiles.WriteAsync(Caller.Local, Convert.ToHexStringLower(md5), stream, cancellation);
            entries.Add(new ArtifactEntry { Path = path, Digest = Convert.ToBase64String(md5), Size = bytes.Length });
        }

        await server.Store.ArtifactFiles.FillAsync(Caller.Local, manifest!, entries, cancellation);
        await server.Store.Artifacts.CommitAsync(Caller.Local, id, cancellation);
        return id;
    }

    private async Task<JsonElement> OkAsync(string path)
    {
        var (status, json) = await server.GetAsync("/api/v1" + path);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return json;
    }
}
