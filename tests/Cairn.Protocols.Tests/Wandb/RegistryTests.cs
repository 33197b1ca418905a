using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class RegistryTests(RunningServer server) : IClassFixture<RunningServer>
{
    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_version_linked_into_a_registry_is_a_version_of_a_registered_model_until_it_is_unlinked()
    {
        var project = WandbWire.NewProject();
        var model = "m" + project;
        await _wire.StartAsync(project, "trainer" + project);
        var first = await LogAsync(project, "weights", "1");
        var second = await LogAsync(project, "weights", "2");
        await LinkAsync(first, model, "wandb-registry-model", "champion");
        await LinkAsync(second, model, "wandb-registry-model", "champion");
        await LinkAsync(second, model, "wandb-registry-model", "champion");

        var versions = await VersionsAsync(model);
        Assert.Equal(
            [$"2 local/{project}/weights:v1 champion", $"1 local/{project}/weights:v0 "],
            versions.Select(version =>
                $"{version.GetProperty("version")} {version.GetProperty("labels").GetProperty("artifact")} " +
                string.Join(',', version.GetProperty("aliases").EnumerateArray())));
        Assert.Equal("trainer" + project, versions[0].GetProperty("run").GetProperty("uid").GetString());
        var (_, mlflow) = await server.GetAsync($"/api/2.0/mlflow/registered-models/alias?name={model}&alias=champion");
        Assert.Equal("2", mlflow.GetProperty("model_version").GetProperty("version").GetString());

        await server.SendAsync(HttpMethod.Put, $"/api/v1/models/{model}/aliases/ours", """{"version":2}""");
        var portfolio = await PortfolioAsync(model);
        await _wire.DataAsync(
            "mutation($a: ID!, $l: [ArtifactCollectionAliasInput!]!) { deleteAliases(input: {artifactID: $a, aliases: $l}) { success } }",
            new { a = second, l = new[] { new { entityName = "local", projectName = "wandb-registry-model", artifactCollectionName = model, alias = "champion" } } });
        Assert.Equal(["ours"], (await VersionsAsync(model))[0].GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()!));

        await _wire.DataAsync(
            "mutation($a: ID!, $p: ID!) { unlinkArtifact(input: {artifactID: $a, artifactPortfolioID: $p}) { artifactID success clientMutationId } }",
            new { a = first, p = portfolio });
        Assert.Equal([2], (await VersionsAsync(model)).Select(version => version.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_link_into_an_ordinary_project_registers_nothing()
    {
        var project = WandbWire.NewProject();
        var id = await LogAsync(project, "weights", "1");
        await LinkAsync(id, "plain" + project, project, "x");
        var (_, models) = await server.GetAsync($"/api/v1/models?search=plain{project}");
        Assert.Equal(0, models.GetProperty("models").GetArrayLength());
    }

    [Fact]
    public async Task Registries_are_found_through_the_organization_with_their_collections_and_versions()
    {
        var project = WandbWire.NewProject();
        var registry = "wandb-registry-" + project;
        await _wire.DataAsync(
            "mutation($input: UpsertModelInput!) { upsertModel(input: $input) { inserted project { id } } }",
            new { input = new { name = registry, entityName = "local", access = "PRIVATE", artifactTypes = new[] { new { name = "dataset", description = "" } }, allowAllArtifactTypesInRegistry = false } });
        await LinkAsync(await LogAsync(project, "weights", "1"), "col", registry, "prod");

        var data = await _wire.DataAsync(
            """
            query($o: String!, $f: JSONString, $c: JSONString, $v: JSONString) { organization(name: $o) { id name orgEntity { __typename name entityType
              projects(filters: $f, first: 10) { pageInfo { __typename endCursor hasNextPage } edges { node { __typename id internalId name access description createdAt updatedAt
                entity { name organization { name } } allowAllArtifactTypes: allowAllArtifactTypesInRegistry artifactTypes(includeAll: true) { edges { node { name } } } } } }
              artifactCollections(projectFilters: $f, filters: $c, collectionTypes: [PORTFOLIO], first: 10) { totalCount edges { node { __typename id name type: defaultArtifactType { name } } } }
              artifactMemberships(projectFilters: $f, filters: $v, first: 10) { pageInfo { hasNextPage } edges { node { id versionIndex artifact { id } artifactCollection { __typename name } } } }
            } } }
            """,
            new
            {
                o = "local",
                f = "{\"name\":{\"$regex\":\"^" + registry + "$\"}}",
                c = """{"name":"col"}""",
                v = """{"$and":[{"alias":"prod"},{"tag":{"$exists":false}}]}""",
            });
        var entity = data.GetProperty("organization").GetProperty("orgEntity");
        Assert.Equal(("Entity", "organization"), (entity.GetProperty("__typename").GetString(), entity.GetProperty("entityType").GetString()));
        var found = Assert.Single(entity.GetProperty("projects").GetProperty("edges").EnumerateArray()).GetProperty("node");
        Assert.Equal((registry, "PRIVATE"), (found.GetProperty("name").GetString(), found.GetProperty("access").GetString()));
        Assert.Equal(JsonValueKind.True, found.GetProperty("allowAllArtifactTypes").ValueKind);
        Assert.Equal("local", found.GetProperty("entity").GetProperty("organization").GetProperty("name").GetString());
        Assert.Equal(1, entity.GetProperty("artifactCollections").GetProperty("totalCount").GetInt32());
        var place = Assert.Single(entity.GetProperty("artifactMemberships").GetProperty("edges").EnumerateArray()).GetProperty("node");
        Assert.Equal("ArtifactPortfolio col 0", $"{place.GetProperty("artifactCollection").GetProperty("__typename")} {place.GetProperty("artifactCollection").GetProperty("name")} {place.GetProperty("versionIndex")}");

        var triggers = await _wire.DataAsync("query { organization(name: \"local\") { triggers(first: 5) { pageInfo { hasNextPage } edges { node { id } } } } }");
        Assert.Empty(triggers.GetProperty("organization").GetProperty("triggers").GetProperty("edges").EnumerateArray());
        var unknown = await _wire.DataAsync("query { organization(name: \"nobody-here\") { name } }");
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("organization").ValueKind);
    }

    [Fact]
    public async Task A_committed_version_has_a_commit_hash_and_a_project_can_be_renamed()
    {
        var project = WandbWire.NewProject();
        var id = await LogAsync(project, "weights", "1");
        var read = await _wire.DataAsync("query($id: ID!) { artifact(id: $id) { commitHash digest } }", new { id });
        Assert.Equal(JsonValueKind.String, read.GetProperty("artifact").GetProperty("commitHash").ValueKind);
        var renamed = await _wire.DataAsync(
            "mutation($input: RenameProjectInput!) { renameProject(input: $input) { inserted project { name } } }",
            new { input = new { entityName = "local", oldProjectName = project, newProjectName = project + "x" } });
        Assert.Equal(project + "x", renamed.GetProperty("renameProject").GetProperty("project").GetProperty("name").GetString());
    }

    private async Task<JsonElement[]> VersionsAsync(string model) =>
        [.. (await server.GetAsync($"/api/v1/models/{model}")).Json.GetProperty("versions").EnumerateArray()];

    private async Task<string> PortfolioAsync(string name) =>
        (await _wire.DataAsync(
            "query($n: String!) { project(name: \"wandb-registry-model\") { artifactCollection(name: $n) { id } } }", new { n = name }))
        .GetProperty("project").GetProperty("artifactCollection").GetProperty("id").GetString()!;

    private Task LinkAsync(string artifact, string portfolio, string project, string alias) => _wire.DataAsync(
        "mutation($a: ID!, $n: String!, $p: String!, $l: [ArtifactAliasInput!]) { linkArtifact(input: {artifactID: $a, artifactPortfolioName: $n, entityName: \"local\", projectName: $p, aliases: $l}) { versionIndex } }",
        new { a = artifact, n = portfolio, p = project, l = new[] { new { alias, artifactCollectionName = portfolio } } });

    private async Task<string> LogAsync(string project, string name, string digest)
    {
        var made = await _wire.DataAsync(
            "mutation($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }",
            new { input = new { entityName = "local", projectName = project, runName = "trainer" + project, artifactTypeName = "model", artifactCollectionName = name, digest, digestAlgorithm = "MANIFEST_MD5" } });
        var id = made.GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString()!;
        await _wire.DataAsync("mutation($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }", new { id });
        return id;
    }
}
