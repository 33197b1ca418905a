using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class ViewTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Upsert =
        """
        mutation V($id: ID, $entity: String, $project: String, $type: String, $name: String, $displayName: String, $description: String, $spec: String) {
          upsertView(input: {id: $id, entityName: $entity, projectName: $project, type: $type, name: $name, displayName: $displayName,
              description: $description, spec: $spec, createdUsing: WANDB_SDK}) {
            view { id type name displayName description spec project { id name entityName } createdAt updatedAt user { username } }
            inserted
          }
        }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task A_report_is_saved_once_read_listed_changed_and_deleted()
    {
        var project = WandbWire.NewProject();
        var made = await SaveAsync(new { project, type = "runs", name = "r1", displayName = "A title", description = "why", spec = """{"blocks":[{"type":"heading"}]}""" });
        var view = made.GetProperty("view");
        var id = view.GetProperty("id").GetString()!;
        Assert.True(made.GetProperty("inserted").GetBoolean());
        Assert.Equal((project, "local"), (Text(view.GetProperty("project"), "name"), Text(view.GetProperty("project"), "entityName")));
        Assert.Equal("heading", JsonElement.Parse(Text(view, "spec")!).GetProperty("blocks")[0].GetProperty("type").GetString());

        var again = await SaveAsync(new { project, type = "runs", name = "r1", displayName = "A title", spec = "{}" });
        Assert.False(again.GetProperty("inserted").GetBoolean());
        Assert.Equal(id, Text(again.GetProperty("view"), "id"));
        await SaveAsync(new { project, type = "project-view", name = "w1", spec = "{}" });

        var changed = (await SaveAsync(new { id, displayName = "Another" })).GetProperty("view");
        Assert.Equal(("Another", "why", "runs"), (Text(changed, "displayName"), Text(changed, "description"), Text(changed, "type")));

        var listed = Assert.Single(await ListAsync(project, "runs", "Another"));
        Assert.Equal(id, Text(listed.GetProperty("node"), "id"));
        Assert.Equal("local", Text(listed.GetProperty("node").GetProperty("user"), "username"));
        Assert.Empty(await ListAsync(project, "runs", "A title"));
        Assert.Equal("w1", Text(Assert.Single(await ListAsync(project, "project-view", null)).GetProperty("node"), "name"));

        // An address of a report has the id without the signs at its end.
        var read = await _wire.DataAsync("query($id: ID!) { view(id: $id) { id displayName } }", new { id = id.TrimEnd('=') });
        Assert.Equal("Another", Text(read.GetProperty("view"), "displayName"));
        await _wire.DataAsync("mutation($id: ID!) { deleteView(input: {id: $id}) { success } }", new { id });
        var gone = await _wire.DataAsync("query($id: ID!) { view(id: $id) { id } }", new { id });
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("view").ValueKind);
    }

    [Fact]
    public async Task Reports_are_saved_views_and_views_of_other_clients_stay_hidden()
    {
        var project = WandbWire.NewProject();
        await SaveAsync(new { project, type = "runs", name = "r1", displayName = "T", spec = "{}" });
        await server.PostAsync($"/api/v1/projects/local/{project}/views", """{"kind":"report","spec":{}}""");
        var (_, native) = await server.GetAsync($"/api/v1/projects/local/{project}/views");
        Assert.Equal(["report", "wandb-report"], native.GetProperty("views").EnumerateArray().Select(view => Text(view, "kind")!).Order());
        Assert.Single(await ListAsync(project, null, null));
    }

    [Fact]
    public async Task A_spec_that_is_no_object_is_refused_for_good()
    {
        var project = WandbWire.NewProject();
        var (status, json) = await _wire.PostAsync(Upsert, new { project, type = "runs", spec = "[" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("JSON", json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_custom_chart_keeps_its_id_when_it_is_made_again()
    {
        var name = WandbWire.NewProject();
        var ids = new List<string>();
        foreach (var mark in new[] { "bar", "line" })
        {
            var data = await _wire.DataAsync(
                "mutation($entity: String!, $name: String!, $displayName: String!, $type: String!, $access: String!, $spec: JSONString!) { createCustomChart(input: {entity: $entity, name: $name, displayName: $displayName, type: $type, access: $access, spec: $spec}) { chart { id } } }",
                new { entity = "local", name, displayName = "Mine", type = "vega2", access = "PRIVATE", spec = $$"""{"mark":"{{mark}}"}""" });
            ids.Add(data.GetProperty("createCustomChart").GetProperty("chart").GetProperty("id").GetString()!);
        }

        Assert.Equal(ids[0], ids[1]);
        var (_, chart) = await server.GetAsync($"/api/v1/charts/local/{name}");
        Assert.Equal("line", chart.GetProperty("spec").GetProperty("mark").GetString());
        var (_, charts) = await server.GetAsync("/api/v1/charts/local");
        Assert.Single(charts.GetProperty("charts").EnumerateArray(), one => Text(one, "name") == name);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<JsonElement> SaveAsync(object variables) => (await _wire.DataAsync(Upsert, variables)).GetProperty("upsertView");

    private async Task<JsonElement[]> ListAsync(string project, string? viewType, string? viewName)
    {
        var data = await _wire.DataAsync(
            "query P($project: String, $entity: String, $viewType: String, $viewName: String, $cursor: String) { project(name: $project, entityName: $entity) { allViews(viewType: $viewType, viewName: $viewName, first: 50, after: $cursor) { edges { node { id name displayName description user { username photoUrl email } spec updatedAt createdAt } cursor } pageInfo { endCursor hasNextPage } } } }",
            new { project, entity = "local", viewType, viewName });
        return [.. data.GetProperty("project").GetProperty("allViews").GetProperty("edges").EnumerateArray()];
    }
}
