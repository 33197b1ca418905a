using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class ViewEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_view_is_saved_listed_without_its_spec_changed_made_default_and_deleted()
    {
        var project = await ProjectAsync();
        var (made, view) = await server.PostAsync(
            $"/api/v1/projects/{project}/views", """{"kind":"workspace","name":"mine","displayName":"Mine","spec":{"panels":[{"key":"loss"}]}}""");
        Assert.Equal(HttpStatusCode.Created, made);
        var path = $"/api/v1/views/{view.GetProperty("id").GetInt64()}";
        var (_, other) = await server.PostAsync($"/api/v1/projects/{project}/views", """{"kind":"table","spec":{}}""");

        var listed = Assert.Single(await ListAsync(project, "?kind=workspace"));
        Assert.Equal(("mine", project), (Text(listed, "name"), Text(listed, "project")));
        Assert.False(listed.TryGetProperty("spec", out _));
        Assert.Equal(2, (await ListAsync(project, "")).Length);

        var (_, whole) = await server.GetAsync(path);
        Assert.Equal("loss", whole.GetProperty("spec").GetProperty("panels")[0].GetProperty("key").GetString());
        var (_, patched) = await server.SendAsync(HttpMethod.Patch, path, """{"description":"why"}""");
        Assert.Equal(("Mine", "why"), (Text(patched, "displayName"), Text(patched, "description")));
        var (_, put) = await server.SendAsync(HttpMethod.Put, path, """{"displayName":"Ours","spec":{"panels":[]}}""");
        Assert.Equal("Ours", Text(put, "displayName"));
        Assert.False(put.TryGetProperty("description", out _));

        var (_, standing) = await server.PostAsync(path + "/default", "");
        Assert.True(standing.GetProperty("isDefault").GetBoolean());
        Assert.False(other.GetProperty("isDefault").GetBoolean());
        var (gone, _) = await server.SendAsync(HttpMethod.Delete, path);
        Assert.Equal(HttpStatusCode.NoContent, gone);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("""{"kind":"table"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"Table","spec":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"table","spec":[1]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"table","name":"taken","spec":{}}""", HttpStatusCode.Conflict)]
    public async Task What_cannot_be_saved_is_refused(string body, HttpStatusCode status)
    {
        var project = await ProjectAsync();
        await server.PostAsync($"/api/v1/projects/{project}/views", """{"kind":"table","name":"taken","spec":{}}""");
        Assert.Equal(status, (await server.PostAsync($"/api/v1/projects/{project}/views", body)).Status);
        Assert.Single(await ListAsync(project, ""));
    }

    [Fact]
    public async Task A_change_of_something_older_is_a_conflict()
    {
        var project = await ProjectAsync();
        var (_, view) = await server.PostAsync($"/api/v1/projects/{project}/views", """{"kind":"report","spec":{}}""");
        var path = $"/api/v1/views/{view.GetProperty("id").GetInt64()}";
        var change = $$$"""{"spec":{"a":1},"basedOn":{{{view.GetProperty("updatedAt").GetInt64()}}}}""";
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Put, path, change)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await server.SendAsync(HttpMethod.Put, path, change)).Status);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<JsonElement[]> ListAsync(string project, string query) =>
        [.. (await server.GetAsync($"/api/v1/projects/{project}/views{query}")).Json.GetProperty("views").EnumerateArray()];

    private async Task<string> ProjectAsync()
    {
        var project = RunningServer.NewProject();
        await server.PostAsync("/api/v1/projects", $$"""{"name":"{{project}}"}""");
        return project;
    }
}
