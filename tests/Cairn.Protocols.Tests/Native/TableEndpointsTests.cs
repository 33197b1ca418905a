using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;

namespace Cairn.Protocols.Tests.Native;

public sealed class TableEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Names = """{"columns":["id","name"],"data":[[1,"a"],[2,"b"]]}""";
    private const string Scores = """{"columns":["id","score"],"data":[[2,0.5],[3,0.75]]}""";

    private readonly Dictionary<long, string> _clients = [];

    [Fact]
    public async Task Joined_and_partitioned_tables_of_an_artifact_are_put_together_also_across_versions()
    {
        var project = RunningServer.NewProject();
        var other = await MakeAsync(project, "scores", ("far.table.json", Scores, null));
        var id = await MakeAsync(
            project, "tables",
            ("names.table.json", Names, null),
            ("parts/1.table.json", """{"columns":["id","score"],"data":[[2,0.5]]}""", null),
            ("parts/2.table.json", """{"columns":["id","score"],"data":[[3,0.75]]}""", null),
            ("parts/readme.txt", "no part", null),
            ("scores.partitioned-table.json", """{"_type":"partitioned-table","parts_path":"parts"}""", null),
            ("far.table.json", null, $"wandb-client-artifact://{_clients[other]}/far.table.json"),
            ("near.table.json", null, $"wandb-artifact://{Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"Artifact:{other}"))}/far.table.json"),
            ("one.joined-table.json", """{"_type":"joined-table","table1":"names.table.json","table2":"scores.partitioned-table.json","join_key":"id"}""", null),
            ("two.joined-table.json", """{"_type":"joined-table","table1":"names.table.json","table2":"far.table.json","join_key":["id","id"]}""", null),
            ("three.joined-table.json", """{"_type":"joined-table","table1":"names.table.json","table2":"near.table.json","join_key":"id"}""", null));
        foreach (var name in new[] { "one", "two", "three" })
        {
            var (status, json) = await server.GetAsync($"/api/v1/artifacts/{id}/tables/{name}.joined-table.json");
            Assert.True(status == HttpStatusCode.OK, $"{name}: {json}");
            Assert.Equal(id, json.GetProperty("artifact").GetInt64());
            Assert.Equal("""["id","name","score"]""", json.GetProperty("columns").ToString());
            Assert.Equal("""[[1,"a",null],[2,"b",0.5],[3,null,0.75]]""", json.GetProperty("rows").ToString());
        }

        Assert.Equal(2, (await server.GetAsync($"/api/v1/artifacts/{id}/tables/scores.partitioned-table.json")).Json.GetProperty("rows").GetArrayLength());
        Assert.Equal(other, (await server.GetAsync($"/api/v1/artifacts/{id}/tables/far.table.json")).Json.GetProperty("artifact").GetInt64());
    }

    [Fact]
    public async Task What_is_no_table_or_turns_in_a_circle_is_refused_in_words()
    {
        var project = RunningServer.NewProject();
        var id = await MakeAsync(
            project, "odd",
            ("ring.joined-table.json", """{"_type":"joined-table","table1":"ring.joined-table.json","table2":"ring.joined-table.json","join_key":"id"}""", null),
            ("half.joined-table.json", """{"_type":"joined-table","table1":"a.table.json","join_key":"id"}""", null),
            ("keys.joined-table.json", """{"_type":"joined-table","table1":"a.table.json","table2":"a.table.json","join_key":7}""", null),
            ("wrong.joined-table.json", """{"_type":"joined-table","table1":"a.table.json","table2":"a.table.json","join_key":"none"}""", null),
            ("text.table.json", "no JSON", null),
            ("list.table.json", "[1]", null),
            ("away.table.json", null, "s3://bucket/x"),
            ("gone.table.json", null, "wandb-client-artifact://nobody/x.table.json"),
            ("a.table.json", Names, null));
        foreach (var name in new[] { "ring.joined-table", "half.joined-table", "keys.joined-table", "wrong.joined-table", "text.table", "list.table" })
        {
            var (status, json) = await server.GetAsync($"/api/v1/artifacts/{id}/tables/{name}.json");
            Assert.True(status == HttpStatusCode.BadRequest, $"{name}: {status} {json}");
        }

        foreach (var name in new[] { "away.table", "gone.table", "none.table" })
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/artifacts/{id}/tables/{name}.json")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/v1/artifacts/987654321/tables/a.table.json")).Status);
    }

    [Fact]
    public async Task A_record_leads_to_the_table_in_the_artifact_that_it_points_at()
    {
        var project = RunningServer.NewProject();
        var run = await server.StartRunAsync(project);
        var id = await MakeAsync(project, "run-table", ("t.table.json", Names, null));
        await server.LogAsync(
            run,
            $$$"""{"step":1,"time":1,"record":{"key":"t","type":"joined-table","index":0,"value":{"wandb":{"_type":"joined-table","artifact_path":"wandb-client-artifact://{{{_clients[id]}}}:latest/t.table.json"} } } }""",
            """{"step":5,"time":1,"record":{"key":"t","type":"table","index":0,"value":{"file":"media/x"}}}""");
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/tables?key=t&step=4");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        Assert.Equal("""[[1,"a"],[2,"b"]]""", json.GetProperty("rows").ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/runs/{run}/tables?key=t")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/runs/{run}/tables?key=none")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync($"/api/v1/runs/{run}/tables")).Status);
    }

    private async Task<long> MakeAsync(string project, string name, params (string Path, string? Text, string? Reference)[] files)
    {
        var cancellation = TestContext.Current.CancellationToken;
        (await server.Store.Projects.OpenAsync(Caller.Local, project.Split('/')[0], project.Split('/')[1], cancellationToken: cancellation)).Try(out var opened, out _);
        var client = $"client{Guid.NewGuid():n}";
        var started = await server.Store.Artifacts.StartAsync(
            Caller.Local, opened.Project,
            new ArtifactStart { Collection = name, Type = "dataset", Digest = name, ClientId = client, Deduplicate = false }, cancellation);
        var id = started.Value!.Id;
        _clients[id] = client;
        var manifest = await server.Store.ArtifactFiles.StartManifestAsync(Caller.Local, id, null, true, cancellation);
        var entries = new List<ArtifactEntry>();
        foreach (var (path, text, reference) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            var md5 = MD5.HashData(bytes);
            if (text is not null)
            {
                using var stream = new MemoryStream(bytes);
                await server.Store.ArtifactFiles.WriteAsync(Caller.Local, Convert.ToHexStringLower(md5), stream, cancellation);
            }

            entries.Add(new ArtifactEntry { Path = path, Digest = Convert.ToBase64String(md5), Size = bytes.Length, Reference = reference });
        }

        await server.Store.ArtifactFiles.FillAsync(Caller.Local, manifest!, entries, cancellation);
        await server.Store.Artifacts.CommitAsync(Caller.Local, id, cancellation);
        return id;
    }
}
