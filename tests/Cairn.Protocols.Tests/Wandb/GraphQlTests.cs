using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class GraphQlTests(RunningServer server) : IClassFixture<RunningServer>
{
    private readonly WandbWire _wire = new(server);

    [Theory]
    [InlineData("/oidc/token")]
    [InlineData("/local/project/runs/r")]
    public async Task What_is_sent_to_an_address_that_only_shows_pages_has_not_arrived(string path)
    {
        using var response = await server.Http.PostAsync(path, new StringContent("a=b"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/local/project")]
    [InlineData("/local/project/workspace")]
    [InlineData("/local/project/runs/r%2F1")]
    [InlineData("/local/project/sweeps/abcd1234")]
    [InlineData("/local/project/artifacts/model/weights/v0")]
    [InlineData("/local/project/reports/A-title--VmlldzoxMg")]
    public async Task The_addresses_that_clients_print_show_pages(string path)
    {
        using var response = await server.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_viewer_is_there_for_any_key()
    {
        var (status, json) = await _wire.PostAsync(
            "query Viewer { viewer { id entity username flags teams { edges { node { name } } } admin email } }",
            key: "local-0123456789abcdef0123456789abcdef01234567");
        Assert.Equal(HttpStatusCode.OK, status);
        var viewer = json.GetProperty("data").GetProperty("viewer");
        Assert.Equal("local {}", $"{viewer.GetProperty("entity")} {viewer.GetProperty("flags")}");
        Assert.Contains("local", viewer.GetProperty("teams").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lenient_documents_are_answered()
    {
        var data = await _wire.DataAsync(
            """
            #graphql
            query Q($a: Int = 3, $with: Boolean = true, $not: Boolean!) {
              ...V
              same: viewer { ... on User { name } ... on Run { never } __typename }
              viewer @include(if: $with) { email gone(with: [1, {x: "y", z: $a}]) }
              serverInfo @skip(if: $with) { features { name } }
              entity(name: "x") @include(if: $not) { name }
            }
            fragment V on Query { viewer { id } }
            fragment Unused on Nothing { whatever }
            """,
            new { undeclared = 5, not = false });
        Assert.Equal("""{"name":"local","__typename":"User"}""", data.GetProperty("same").GetRawText());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("viewer").GetProperty("gone").ValueKind);
        Assert.True(data.GetProperty("viewer").TryGetProperty("id", out _));
        Assert.False(data.TryGetProperty("serverInfo", out _));
        Assert.False(data.TryGetProperty("entity", out _));
    }

    [Fact]
    public async Task Server_info_has_the_forms_that_clients_read()
    {
        var info = (await _wire.DataAsync("query S { serverInfo { cliVersionInfo latestLocalVersionInfo { outOfDate latestVersionString versionOnThisInstanceString } features { name isEnabled __typename } } }"))
            .GetProperty("serverInfo");
        Assert.Equal("99.0.0", info.GetProperty("cliVersionInfo").GetProperty("max_cli_version").GetString());
        Assert.False(info.GetProperty("latestLocalVersionInfo").GetProperty("outOfDate").GetBoolean());
        Assert.Contains("STRUCTURED_CONSOLE_LOGS", info.GetProperty("features").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Mutation")]
    [InlineData("ServerInfo")]
    [InlineData("ServerSettings")]
    [InlineData("UseArtifactInput")]
    [InlineData("CreateArtifactInput")]
    [InlineData("CreateArtifactFileSpecInput")]
    [InlineData("Artifact")]
    [InlineData("Organization")]
    [InlineData("Project")]
    [InlineData("Run")]
    [InlineData("AddAliasesInput")]
    [InlineData("DeleteFilesInput")]
    [InlineData("LinkArtifactInput")]
    [InlineData("CreateRunQueueInput")]
    [InlineData("LaunchAgent")]
    public async Task Old_clients_get_an_answer_to_every_type_they_ask_about(string name)
    {
        var type = (await _wire.DataAsync(
            "query T($name: String!) { TypeInfo: __type(name: $name) { name fields { name args { name } } inputFields { name } } }", new { name }))
            .GetProperty("TypeInfo");
        Assert.Equal(name, type.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Array, type.GetProperty("fields").ValueKind);
        Assert.Equal(JsonValueKind.Array, type.GetProperty("inputFields").ValueKind);
    }

    [Theory]
    [InlineData("query { viewer { id }", HttpStatusCode.BadRequest)]
    [InlineData("query { viewer { ...Missing } }", HttpStatusCode.BadRequest)]
    [InlineData("query { nothingLikeIt }", HttpStatusCode.OK)]
    [InlineData("mutation { stopRun(input: {id: \"bm8=\"}) { success } }", HttpStatusCode.NotFound)]
    [InlineData("query { viewer { ...A } } fragment A on User { teams { edges { node { user { ...A } } } } }", HttpStatusCode.BadRequest)]
    public async Task Mistakes_are_told_in_errors_and_never_as_500(string query, HttpStatusCode expected)
    {
        var (status, json) = await _wire.PostAsync(query);
        Assert.Equal(expected, status);
        Assert.NotEmpty(json.GetProperty("errors")[0].GetProperty("message").GetString()!);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("data").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"query\":5}")]
    [InlineData("{\"query\":\"query { viewer { id } }\"")]
    public async Task A_body_that_is_no_request_is_400(string body)
    {
        var (status, json) = await _wire.SendAsync(HttpMethod.Post, "/graphql", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(json.TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task The_page_for_keys_makes_one_that_clients_take()
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Contains("accepts every well-formed key", await server.Http.GetStringAsync("/authorize", token), StringComparison.Ordinal);
        using var made = await server.Http.PostAsync("/authorize", null, token);
        Assert.Matches("<code id=\"key\">[0-9a-f]{40}</code>", await made.Content.ReadAsStringAsync(token));
    }

    [Fact]
    public async Task What_the_newest_client_asks_at_every_init_about_organizations_is_answered()
    {
        var organization = (await _wire.DataAsync(
            "query OrganizationCoreWeaveOrganizationID($entityName: String!) { entity(name: $entityName) { organization { coreWeaveOrganizationId } } }",
            new { entityName = "local" })).GetProperty("entity").GetProperty("organization");
        Assert.Equal(JsonValueKind.Null, organization.GetProperty("coreWeaveOrganizationId").ValueKind);
        const string Flags = "query OrgFeatureFlags($org: String!) { organization(name: $org) { featureFlags(rampIDType: OrgName) { rampKey isEnabled } } }";
        var flags = await _wire.DataAsync(Flags, new { org = "local" });
        Assert.Equal(0, flags.GetProperty("organization").GetProperty("featureFlags").GetArrayLength());
        var unknown = await _wire.DataAsync(Flags, new { org = "nowhere" });
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("organization").ValueKind);
        using var telemetry = await server.Http.PostAsync("/sdk/otel/v1/metrics", new ByteArrayContent([1]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, telemetry.StatusCode);
    }

    [Fact]
    public async Task A_user_is_an_ordinary_member_of_a_team()
    {
        var data = await _wire.DataAsync(
            "query GetTeamEntity($name: String!) { viewer { admin username } entity(name: $name) { id name available photoUrl readOnly isTeam entityType privateOnly storageBytes codeSavingEnabled defaultAccess isPaid members { id admin pending email username name photoUrl accountType apiKey } } }",
            new { name = "local" });
        Assert.False(data.GetProperty("viewer").GetProperty("admin").GetBoolean());
        var member = Assert.Single(data.GetProperty("entity").GetProperty("members").EnumerateArray());
        Assert.Equal("USER False", $"{member.GetProperty("accountType")} {member.GetProperty("admin")}");
        Assert.Equal(data.GetProperty("viewer").GetProperty("username").GetString(), member.GetProperty("username").GetString());
    }

    [Fact]
    public async Task An_anonymous_client_gets_a_key_that_it_takes()
    {
        var data = await _wire.DataAsync("mutation CreateAnonymousApiKey { createAnonymousEntity(input: {}) { apiKey { name } } }");
        var key = data.GetProperty("createAnonymousEntity").GetProperty("apiKey").GetProperty("name").GetString()!;
        Assert.Equal(40, key.Length);
        var (status, json) = await _wire.PostAsync("query { viewer { id } }", key: key);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(JsonValueKind.String, json.GetProperty("data").GetProperty("viewer").GetProperty("id").ValueKind);
    }
}
