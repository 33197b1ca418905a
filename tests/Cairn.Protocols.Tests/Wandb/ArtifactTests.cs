using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class ArtifactTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Fragment =
        """
        fragment ArtifactFragment on Artifact {
          __typename id state size digest fileCount versionIndex description metadata ttlDurationSeconds ttlIsInherited historyStep
          createdAt updatedAt commitHash tags { id name } aliases { id alias artifactCollection { __typename name project { name entity { name } } } }
          artifactType { name } artifactSequence { __typename id name project { id internalId name entity { name } } }
        }
        """;

    private const string Create =
        """
        mutation CreateArtifact($input: CreateArtifactInput!) {
          createArtifact(input: $input) { artifact { id state artifactSequence { id latestArtifact { id versionIndex } } } }
        }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task An_artifact_is_logged_found_and_downloaded_as_clients_do()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var content = Encoding.UTF8.GetBytes("hello");
        var id = await LogAsync(project, "data", content, "best");

        var byAlias = await FindAsync(project, "data:best");
        Assert.Equal(id, byAlias.GetProperty("id").GetString());
        Assert.Equal("COMMITTED Artifact", $"{byAlias.GetProperty("state")} {byAlias.GetProperty("__typename")}");
        Assert.Equal(0, byAlias.GetProperty("versionIndex").GetInt32());
        Assert.Equal(5, byAlias.GetProperty("size").GetInt64());
        Assert.Equal(2, byAlias.GetProperty("fileCount").GetInt32());
        Assert.Equal("dataset", byAlias.GetProperty("artifactType").GetProperty("name").GetString());
        Assert.Equal(["best", "latest"], byAlias.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetProperty("alias").GetString()!).Order());
        Assert.Equal(JsonValueKind.Number, byAlias.GetProperty("ttlDurationSeconds").ValueKind);

        var files = await _wire.DataAsync(
            "query F($project: String!, $alias: String!) { project(name: $project) { artifactCollection(name: \"data\") { __typename artifactMembership(aliasName: $alias) { files(first: 5000) { totalCount pageInfo { hasNextPage endCursor } edges { node { name directUrl storagePath } } } } } } }",
            new { project, alias = "v0" });
        var edges = files.GetProperty("project").GetProperty("artifactCollection").GetProperty("artifactMembership").GetProperty("files").GetProperty("edges");
        var file = edges.EnumerateArray().Single(edge => edge.GetProperty("node").GetProperty("name").GetString() == "dir/a.txt").GetProperty("node");
        Assert.StartsWith("wandb_artifacts/", file.GetProperty("storagePath").GetString(), StringComparison.Ordinal);
        Assert.Equal(content, await server.Http.GetByteArrayAsync(file.GetProperty("directUrl").GetString(), TestContext.Current.CancellationToken));
        var reference = edges.EnumerateArray().Single(edge => edge.GetProperty("node").GetProperty("name").GetString() == "ref").GetProperty("node");
        Assert.Equal("s3://bucket/key", reference.GetProperty("directUrl").GetString());

        var hex = Convert.ToHexStringLower(MD5.HashData(content));
        Assert.Equal(content, await server.Http.GetByteArrayAsync($"/artifactsV2/default/local/{project}/data//{hex}/a.txt", TestContext.Current.CancellationToken));
        var manifest = await _wire.DataAsync("query M($id: ID!) { artifact(id: $id) { currentManifest { id file { id directUrl } } } }", new { id });
        var url = manifest.GetProperty("artifact").GetProperty("currentManifest").GetProperty("file").GetProperty("directUrl").GetString()!;
        Assert.Contains("wandb_manifest.json", url, StringComparison.Ordinal);
        var json = JsonElement.Parse(await server.Http.GetStringAsync(url, TestContext.Current.CancellationToken));
        Assert.Equal("V2", json.GetProperty("storagePolicyConfig").GetProperty("storageLayout").GetString());
        Assert.Equal("s3://bucket/key", json.GetProperty("contents").GetProperty("ref").GetProperty("ref").GetString());
        Assert.Equal("etag", json.GetProperty("contents").GetProperty("ref").GetProperty("digest").GetString());
        using var part = new HttpRequestMessage(HttpMethod.Get, file.GetProperty("directUrl").GetString());
        part.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(1, 3);
        using var range = await server.Http.SendAsync(part, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal("ell", await range.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_digest_is_the_same_version_and_gets_the_new_aliases()
    {
        var project = WandbWire.NewProject();
        var id = await LogAsync(project, "data", [1], "one");
        var again = await CreateAsync(project, "data", Digest([1]), "two");
        Assert.Equal("COMMITTED", again.GetProperty("state").GetString());
        Assert.Equal(id, again.GetProperty("id").GetString());
        Assert.Equal(id, (await FindAsync(project, "data:two")).GetProperty("id").GetString());
        var next = await LogAsync(project, "data", [2], "one");
        Assert.NotEqual(id, next);
        Assert.Equal(1, (await FindAsync(project, "data:one")).GetProperty("versionIndex").GetInt32());
        Assert.Equal(next, (await FindAsync(project, "data")).GetProperty("id").GetString());
        Assert.Equal(id, (await FindAsync(project, "data:v0")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Clients_that_look_what_an_artifact_has_find_all_that_they_ask()
    {
        // Those of 0.19 to 0.24 leave out of their queries what they do not find, and then fail at what is missing.
        var data = await _wire.DataAsync("query TypeInfo($name: String!) { __type(name: $name) { name fields { name args { name } } } }", new { name = "Artifact" });
        var fields = data.GetProperty("__type").GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString());
        Assert.Superset(new HashSet<string?> { "aliases", "tags", "historyStep", "ttlDurationSeconds", "ttlIsInherited", "artifactSequence" }, fields.ToHashSet());
    }

    [Fact]
    public async Task A_version_that_a_second_run_logs_is_an_output_of_both()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        await _wire.StartAsync(project, "second");
        var id = await LogAsync(project, "data", [1]);
        var again = await _wire.DataAsync(Create, new
        {
            input = new
            {
                entityName = "local", projectName = project, artifactTypeName = "dataset", artifactCollectionName = "data", runName = "second",
                digest = Digest([1]), digestAlgorithm = "MANIFEST_MD5", enableDigestDeduplication = true,
            },
        });
        Assert.Equal(id, again.GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString());
        foreach (var run in new[] { "r", "second" })
        {
            var made = await _wire.RunAsync(project, run, "outputArtifacts { totalCount edges { node { id } } }");
            Assert.Equal(id, Assert.Single(made.GetProperty("outputArtifacts").GetProperty("edges").EnumerateArray()).GetProperty("node").GetProperty("id").GetString());
        }

        var created = await _wire.DataAsync("query L($id: ID!) { artifact(id: $id) { createdBy { ... on Run { name } } } }", new { id });
        Assert.Equal("r", created.GetProperty("artifact").GetProperty("createdBy").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Contents_that_are_known_need_no_upload_and_wrong_bytes_are_refused()
    {
        var project = WandbWire.NewProject();
        var bytes = Encoding.UTF8.GetBytes(project);
        var first = await CreateAsync(project, "a", "d1");
        var upload = await FilesAsync(first.GetProperty("id").GetString()!, ("x", bytes), ("y", [1, 2]));
        Assert.Equal(["x", "y"], upload.Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, await _wire.PutAsync(upload[0].GetProperty("uploadUrl").GetString()!, [9]));
        Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(upload[0].GetProperty("uploadUrl").GetString()!, bytes));
        var second = await CreateAsync(project, "b", "d2");
        var known = await FilesAsync(second.GetProperty("id").GetString()!, ("z", bytes));
        Assert.Equal(JsonValueKind.Null, known[0].GetProperty("uploadUrl").ValueKind);
    }

    [Fact]
    public async Task An_incremental_manifest_adds_to_its_base()
    {
        var project = WandbWire.NewProject();
        var based = await LogAsync(project, "data", [1]);
        var id = (await CreateAsync(project, "data", "other")).GetProperty("id").GetString()!;
        await ManifestAsync(id, project, """{"version":1,"contents":{"more":{"digest":"e","size":2,"ref":"s3://x"}}}""", "INCREMENTAL", based);
        await CommitAsync(id);
        var artifact = await FindAsync(project, "data:v1");
        Assert.Equal(3, artifact.GetProperty("fileCount").GetInt32());
        Assert.Equal(3, artifact.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task A_manifest_of_a_version_that_is_not_there_is_refused_by_its_id()
    {
        var known = (await CreateAsync(WandbWire.NewProject(), "data", "d")).GetProperty("id").GetString()!;
        var gone = Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Convert.FromBase64String(known)) + "999999"));
        var (status, refused) = await _wire.PostAsync(
            "mutation M($id: ID!) { createArtifactManifest(input: {name: \"wandb_manifest.json\", digest: \"\", artifactID: $id, entityName: \"\", projectName: \"p\", runName: \"r\", type: FULL}) { artifactManifest { id } } }",
            new { id = gone });
        Assert.InRange((int)status, 400, 499);
        Assert.Contains(gone, refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_not_reachable_until_it_is_committed_nor_after_it_is_deleted()
    {
        var project = WandbWire.NewProject();
        await CreateAsync(project, "data", "d", "soon");
        Assert.Equal(JsonValueKind.Null, (await FindAsync(project, "data:soon")).ValueKind);
        var id = await LogAsync(project, "data", [3], "kept");
        const string Delete = "mutation D($id: ID!, $with: Boolean) { deleteArtifact(input: {artifactID: $id, deleteAliases: $with}) { artifact { id } } }";
        var (status, refused) = await _wire.PostAsync(Delete, new { id, with = false });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("kept", refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        await _wire.DataAsync(Delete, new { id, with = true });
        Assert.Equal(JsonValueKind.Null, (await FindAsync(project, "data:kept")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _wire.DataAsync("query A($id: ID!) { artifact(id: $id) { id } }", new { id })).GetProperty("artifact").ValueKind);

        // The number of a version that is gone is not given out again.
        Assert.Equal(1, (await FindByIdAsync(await LogAsync(project, "data", [4]))).GetProperty("versionIndex").GetInt32());
    }

    [Fact]
    public async Task Lineage_tells_who_made_and_who_used_a_version()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        await _wire.StartAsync(project, "user");
        var id = await LogAsync(project, "data", [1]);
        await _wire.DataAsync(
            "mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id digest } } }",
            new { input = new { entityName = "local", projectName = project, runName = "user", artifactID = id } });
        var artifact = (await _wire.DataAsync(
            "query L($id: ID!) { artifact(id: $id) { createdBy { __typename ... on Run { name project { name } } ... on User { username } } usedBy { edges { node { name } } } } }",
            new { id })).GetProperty("artifact");
        Assert.Equal("""{"__typename":"Run","name":"r","project":{"name":""" + $"\"{project}\"}}}}", artifact.GetProperty("createdBy").GetRawText());
        Assert.Equal("user", artifact.GetProperty("usedBy").GetProperty("edges")[0].GetProperty("node").GetProperty("name").GetString());
        var made = await _wire.RunAsync(project, "r", "artifacts: outputArtifacts(first: 10) { totalCount pageInfo { hasNextPage } edges { cursor node { id } } }");
        Assert.Equal(id, made.GetProperty("artifacts").GetProperty("edges")[0].GetProperty("node").GetProperty("id").GetString());
        var used = await _wire.RunAsync(project, "user", "inputArtifacts { totalCount }");
        Assert.Equal(1, used.GetProperty("inputArtifacts").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_link_has_its_own_numbers_and_aliases_and_is_made_once()
    {
        var project = WandbWire.NewProject();
        await LogAsync(project, "data", [1]);
        var id = await LogAsync(project, "data", [2], "best");
        const string Link = "mutation L($input: LinkArtifactInput!) { linkArtifact(input: $input) { versionIndex artifactMembership { id versionIndex aliases { alias } artifactCollection { __typename name } artifact { id } } } }";
        var input = new { artifactID = id, artifactPortfolioName = "shelf", entityName = "local", projectName = "wandb-registry-" + project, aliases = new[] { new { alias = "prod", artifactCollectionName = "shelf" } } };
        var linked = (await _wire.DataAsync(Link, new { input })).GetProperty("linkArtifact");
        var again = (await _wire.DataAsync(Link, new { input })).GetProperty("linkArtifact");
        Assert.Equal(0, linked.GetProperty("versionIndex").GetInt32());
        Assert.Equal(linked.GetProperty("artifactMembership").GetProperty("id").GetString(), again.GetProperty("artifactMembership").GetProperty("id").GetString());
        Assert.Equal("ArtifactPortfolio", linked.GetProperty("artifactMembership").GetProperty("artifactCollection").GetProperty("__typename").GetString());
        var aliases = linked.GetProperty("artifactMembership").GetProperty("aliases").EnumerateArray().Select(one => one.GetProperty("alias").GetString()!).Order();
        Assert.Equal(["latest", "prod"], aliases);
        Assert.Equal(id, (await FindAsync("wandb-registry-" + project, "shelf:v0")).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, (await FindAsync("wandb-registry-" + project, "shelf:best")).ValueKind);
    }

    [Fact]
    public async Task Edits_of_aliases_tags_and_descriptions_hold()
    {
        var project = WandbWire.NewProject();
        var id = await LogAsync(project, "data", [1]);
        var alias = new { entityName = "local", projectName = project, artifactCollectionName = "data", alias = "prod" };
        await _wire.DataAsync("mutation A($i: AddAliasesInput!) { result: addAliases(input: $i) { success } }", new { i = new { artifactID = id, aliases = new[] { alias } } });
        Assert.Equal(id, (await FindAsync(project, "data:prod")).GetProperty("id").GetString());
        await _wire.DataAsync("mutation D($i: DeleteAliasesInput!) { result: deleteAliases(input: $i) { success } }", new { i = new { artifactID = id, aliases = new[] { alias } } });
        Assert.Equal(JsonValueKind.Null, (await FindAsync(project, "data:prod")).ValueKind);
        await _wire.DataAsync(
            "mutation U($i: UpdateArtifactInput!) { updateArtifact(input: $i) { artifact { id } } }",
            new { i = new { artifactID = id, description = "words", metadata = """{"a":1}""", ttlDurationSeconds = (int?)null, tagsToAdd = new[] { new { tagName = "t" } } } });
        var artifact = await FindAsync(project, "data");
        Assert.Equal("words {\"a\":1}", $"{artifact.GetProperty("description")} {artifact.GetProperty("metadata")}");
        Assert.Equal("t", artifact.GetProperty("tags")[0].GetProperty("name").GetString());
        var versions = await _wire.DataAsync(
            "query V($project: String!, $filters: JSONString) { project(name: $project) { artifactType(name: \"dataset\") { artifactCollection(name: \"data\") { artifacts(filters: $filters, order: \"-version_index\") { totalCount edges { version node { id } } } } } } }",
            new { project, filters = """{"tags":{"$in":["t"]}}""" });
        var found = versions.GetProperty("project").GetProperty("artifactType").GetProperty("artifactCollection").GetProperty("artifacts");
        Assert.Equal("v0", found.GetProperty("edges")[0].GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_collection_is_renamed_moved_and_tagged_and_keeps_its_id()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var id = await LogAsync(project, "data", [1]);
        var sequence = (await FindByIdAsync(id)).GetProperty("artifactSequence").GetProperty("id").GetString();
        await _wire.DataAsync(
            "mutation UpdateArtifactSequence($input: UpdateArtifactSequenceInput!) { result: updateArtifactSequence(input: $input) { artifactCollection { __typename id name description } } }",
            new { input = new { artifactSequenceID = sequence, name = "renamed", description = "words" } });
        Assert.Equal(id, (await FindAsync(project, "renamed:v0")).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, (await FindAsync(project, "data:v0")).ValueKind);
        var moved = (await _wire.DataAsync(
            "mutation MoveArtifactCollection($id: ID!, $type: String!) { moveArtifactSequence(input: {artifactSequenceID: $id, destinationArtifactTypeName: $type}) { artifactCollection { id name description __typename } } }",
            new { id = sequence, type = "moved" })).GetProperty("moveArtifactSequence").GetProperty("artifactCollection");
        Assert.Equal((sequence, "renamed words"), (moved.GetProperty("id").GetString(), $"{moved.GetProperty("name")} {moved.GetProperty("description")}"));
        Assert.Equal("moved", (await FindByIdAsync(id)).GetProperty("artifactType").GetProperty("name").GetString());

        var tags = new { entityName = "local", projectName = project, artifactCollectionName = "renamed", tags = new[] { new { tagName = "a" }, new { tagName = "b" } } };
        await _wire.DataAsync("mutation T($input: X!) { createArtifactCollectionTagAssignments(input: $input) { tags { id name } } }", new { input = tags });
        var fewer = tags with { tags = [new { tagName = "a" }] };
        await _wire.DataAsync("mutation T($input: X!) { deleteArtifactCollectionTagAssignments(input: $input) { success } }", new { input = fewer });
        var collection = (await _wire.DataAsync(
            "query ArtifactCollectionAliases($id: ID!) { artifactCollection(id: $id) { __typename tags { edges { node { name } } } aliases(first: 1000) { pageInfo { endCursor hasNextPage } edges { node { __typename id alias } } } } }",
            new { id = sequence })).GetProperty("artifactCollection");
        Assert.Equal("b", Assert.Single(collection.GetProperty("tags").GetProperty("edges").EnumerateArray()).GetProperty("node").GetProperty("name").GetString());
        Assert.Contains(
            "latest", collection.GetProperty("aliases").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty("alias").GetString()));
    }

    [Fact]
    public async Task A_portfolio_is_renamed_and_described_and_keeps_its_id()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var id = await LogAsync(project, "data", [1]);
        var input = new { artifactID = id, artifactPortfolioName = "shelf", entityName = "local", projectName = project, aliases = Array.Empty<object>() };
        var portfolio = (await _wire.DataAsync(
            "mutation L($input: LinkArtifactInput!) { linkArtifact(input: $input) { artifactMembership { artifactCollection { id } } } }", new { input }))
            .GetProperty("linkArtifact").GetProperty("artifactMembership").GetProperty("artifactCollection").GetProperty("id").GetString();
        var changed = (await _wire.DataAsync(
            "mutation UpdateArtifactPortfolio($input: UpdateArtifactPortfolioInput!) { result: updateArtifactPortfolio(input: $input) { artifactCollection { __typename id name description } } }",
            new { input = new { artifactPortfolioID = portfolio, name = "rack", description = "words" } })).GetProperty("result").GetProperty("artifactCollection");
        Assert.Equal("ArtifactPortfolio", changed.GetProperty("__typename").GetString());
        Assert.Equal((portfolio, "rack words"), (changed.GetProperty("id").GetString(), $"{changed.GetProperty("name")} {changed.GetProperty("description")}"));
        Assert.Equal(id, (await FindAsync(project, "rack:latest")).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, (await FindAsync(project, "shelf:latest")).ValueKind);
    }

    [Fact]
    public async Task A_version_is_used_as_what_a_run_calls_it()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        await _wire.StartAsync(project, "user");
        var id = await LogAsync(project, "data", [1]);
        var used = await _wire.DataAsync(
            "mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id digest state } } }",
            new { input = new { entityName = "local", projectName = project, runName = "user", artifactID = id, usedAs = "training set", artifactEntityName = "local", artifactProjectName = project } });
        Assert.Equal(id, used.GetProperty("useArtifact").GetProperty("artifact").GetProperty("id").GetString());
        var inputs = await _wire.RunAsync(project, "user", "inputArtifacts { edges { node { id } } }");
        Assert.Equal(id, Assert.Single(inputs.GetProperty("inputArtifacts").GetProperty("edges").EnumerateArray()).GetProperty("node").GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_go_core_asks_addresses_by_the_manifests_entries()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var id = await LogAsync(project, "data", [1, 2]);
        var data = await _wire.DataAsync(
            "query ArtifactFileURLsByManifestEntries($id: ID!, $entries: [ArtifactManifestEntryInput!], $storageLayout: String!, $manifestVersion: String!, $storageRegion: String) { artifact(id: $id) { filesByManifestEntries(storageLayout: $storageLayout, manifestVersion: $manifestVersion, entries: $entries, storageRegion: $storageRegion) { pageInfo { hasNextPage endCursor } edges { node { name directUrl } } } } }",
            new { id, storageLayout = "V2", manifestVersion = "1", entries = new[] { new { name = "dir/a.txt", digest = Convert.ToBase64String(MD5.HashData([1, 2])), birthArtifactID = id, size = 2 } } });
        var node = Assert.Single(data.GetProperty("artifact").GetProperty("filesByManifestEntries").GetProperty("edges").EnumerateArray()).GetProperty("node");
        Assert.Equal("dir/a.txt", node.GetProperty("name").GetString());
        Assert.Equal([1, 2], await server.Http.GetByteArrayAsync(node.GetProperty("directUrl").GetString(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_version_that_is_gone_can_not_be_used()
    {
        var project = WandbWire.NewProject();
        await _wire.StartAsync(project, "r");
        var id = await LogAsync(project, "data", [1]);
        await _wire.DataAsync("mutation D($i: DeleteArtifactInput!) { deleteArtifact(input: $i) { artifact { id } } }", new { i = new { artifactID = id, deleteAliases = true } });
        var (status, json) = await _wire.PostAsync(
            "mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }",
            new { input = new { entityName = "local", projectName = project, runName = "r", artifactID = id, usedAs = "in" } });
        Assert.True((int)status < 500);
        Assert.NotEmpty(json.GetProperty("errors")[0].GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_client_id_leads_to_the_version_and_a_region_that_is_not_there_is_named()
    {
        var project = WandbWire.NewProject();
        var made = await _wire.DataAsync(Create, new { input = Input(project, "data", "d", [], "client-" + project) });
        var id = made.GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString();
        var mapped = await _wire.DataAsync("query C($c: ID!) { clientIDMapping(clientID: $c) { serverID } }", new { c = "client-" + project });
        Assert.Equal(id, mapped.GetProperty("clientIDMapping").GetProperty("serverID").GetString());
        var (_, refused) = await _wire.PostAsync(Create, new { input = new { entityName = "local", projectName = project, artifactTypeName = "t", artifactCollectionName = "c", digest = "d", storageRegion = "mars" } });
        Assert.Contains("mars", refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        var (status, mismatch) = await _wire.PostAsync(Create, new { input = new { entityName = "local", projectName = project, artifactTypeName = "model", artifactCollectionName = "data", digest = "d" } });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("dataset", mismatch.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_begun_twice_by_one_client_is_one_version()
    {
        var project = WandbWire.NewProject();
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var made = await _wire.DataAsync(Create, new { input = Input(project, "data", "d", ["x"], "again-" + project) });
            var artifact = made.GetProperty("createArtifact").GetProperty("artifact");
            Assert.Equal("PENDING", artifact.GetProperty("state").GetString());
            ids.Add(artifact.GetProperty("id").GetString()!);
        }

        Assert.Equal(ids[0], ids[1]);
        await CommitAsync(ids[0]);
        await CommitAsync(ids[0]);
        Assert.Equal(0, (await FindAsync(project, "data:x")).GetProperty("versionIndex").GetInt32());
    }

    private static string Digest(byte[] content) => "digest-" + Convert.ToHexString(content);

    private static object Input(string project, string name, string digest, string[] aliases, string? clientId = null) => new
    {
        entityName = "local",
        projectName = project,
        artifactTypeName = "dataset",
        artifactCollectionName = name,
        runName = "r",
        digest,
        digestAlgorithm = "MANIFEST_MD5",
        enableDigestDeduplication = true,
        clientID = clientId,
        aliases = aliases.Select(alias => new { alias, artifactCollectionName = name }),
    };

    private async Task<JsonElement> CreateAsync(string project, string name, string digest, params string[] aliases) =>
        (await _wire.DataAsync(Create, new { input = Input(project, name, digest, aliases) })).GetProperty("createArtifact").GetProperty("artifact");

    // Every step of logging one uploaded file and one reference.
    private async Task<string> LogAsync(string project, string name, byte[] content, params string[] aliases)
    {
        var id = (await CreateAsync(project, name, Digest(content), aliases)).GetProperty("id").GetString()!;
        var files = await FilesAsync(id, ("dir/a.txt", content));
        if (files[0].GetProperty("uploadUrl").GetString() is { } url)
            Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(url, content));
        var md5 = Convert.ToBase64String(MD5.HashData(content));
        await ManifestAsync(
            id, project,
            $$$"""{"version":1,"storagePolicy":"wandb-storage-policy-v1","contents":{"dir/a.txt":{"digest":"{{{md5}}}","size":{{{content.Length}}},"birthArtifactID":"{{{id}}}"},"ref":{"digest":"etag","ref":"s3://bucket/key","extra":{"etag":"etag"} } } }""");
        await CommitAsync(id);
        return id;
    }

    private async Task<List<JsonElement>> FilesAsync(string id, params (string Name, byte[] Content)[] files)
    {
        var data = await _wire.DataAsync(
            "mutation F($layout: ArtifactStorageLayout!, $specs: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $specs, storageLayout: $layout}) { files { edges { node { id name displayName storagePath uploadUrl uploadHeaders uploadMultipartUrls { uploadID } artifact { id } } } } } }",
            new
            {
                layout = "V2",
                specs = files.Select(file => new { artifactID = id, name = file.Name, md5 = Convert.ToBase64String(MD5.HashData(file.Content)) }),
            });
        return [.. data.GetProperty("createArtifactFiles").GetProperty("files").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))];
    }

    private async Task ManifestAsync(string id, string project, string json, string type = "FULL", string? baseId = null)
    {
        var data = await _wire.DataAsync(
            "mutation M($id: ID!, $base: ID, $type: ArtifactManifestType!, $project: String!) { createArtifactManifest(input: {name: \"wandb_manifest.json\", digest: \"\", artifactID: $id, baseArtifactID: $base, entityName: \"\", projectName: $project, runName: \"r\", type: $type}) { artifactManifest { id file { id uploadUrl uploadHeaders } } } }",
            new { id, @base = baseId, type, project });
        var url = data.GetProperty("createArtifactManifest").GetProperty("artifactManifest").GetProperty("file").GetProperty("uploadUrl").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await _wire.PutAsync(url, Encoding.UTF8.GetBytes(json)));
    }

    private Task CommitAsync(string id) =>
        _wire.DataAsync("mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id digest } } }", new { id });

    private async Task<JsonElement> FindAsync(string project, string name) =>
        (await _wire.DataAsync(
            "query A($project: String!, $name: String!) { project(name: $project) { artifact(name: $name) { ...ArtifactFragment } } } " + Fragment,
            new { project, name })).GetProperty("project").GetProperty("artifact");

    private async Task<JsonElement> FindByIdAsync(string id) =>
        (await _wire.DataAsync("query A($id: ID!) { artifact(id: $id) { ...ArtifactFragment } } " + Fragment, new { id })).GetProperty("artifact");
}
