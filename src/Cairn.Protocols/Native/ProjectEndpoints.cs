using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Projects: list, make, describe, trash, and what keys and columns they have.</summary>
internal static class ProjectEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects", List).WithName("listProjects").WithSummary("All projects, newest activity first.");
        api.MapPost("/projects", CreateAsync).WithName("createProject").WithSummary("Makes a project, or answers the one there is.");
        api.MapGet("/projects/{team}/{name}", Get).WithName("getProject").WithSummary("A project.");
        api.MapPatch("/projects/{team}/{name}", ChangeAsync).WithName("changeProject").WithSummary("Describes a project.");
        api.MapDelete("/projects/{team}/{name}", TrashAsync).WithName("trashProject").WithSummary("Puts a project and its runs into the trash.");
        api.MapGet("/projects/{team}/{name}/keys", Keys).WithName("listKeys").WithSummary("Metric, hardware and record keys of a project's runs.");
        api.MapGet("/projects/{team}/{name}/columns", Columns)
            .WithName("listColumns").WithSummary("What the runs table can show, filter and sort by.");
    }

    private static Ok<ProjectsWire> List(Caller caller, ProjectStore projects) =>
        TypedResults.Ok(new ProjectsWire([.. projects.ListActivity(caller).Select(ProjectWire.From)]));

    private static async Task<Results<Ok<ProjectWire>, Created<ProjectWire>, ProblemHttpResult>> CreateAsync(
        ProjectCreateWire body, Caller caller, ProjectStore projects, CancellationToken cancellationToken)
    {
        var (team, name) = body.Team is null
            ? ProjectRules.SplitPath(body.Name ?? "")
            : (body.Team, body.Name ?? "");
        var outcome = await projects.OpenAsync(caller, team, name, body.Description, cancellationToken);
        if (!outcome.Try(out var opened, out var refusal))
            return Problems.From(refusal);
        var wire = ProjectWire.From(projects.Activity(caller, opened.Project));
        return opened.Created
            ? TypedResults.Created($"/api/v1/projects/{Uri.EscapeDataString(team)}/{Uri.EscapeDataString(name)}", wire)
            : TypedResults.Ok(wire);
    }

    private static Results<Ok<ProjectWire>, ProblemHttpResult> Get(
        string team, string name, Caller caller, Scope scope, ProjectStore projects) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(ProjectWire.From(projects.Activity(caller, project)))
            : Problems.From(refusal);

    private static async Task<Results<Ok<ProjectWire>, ProblemHttpResult>> ChangeAsync(
        string team, string name, ProjectChangeWire body, Caller caller, Scope scope, ProjectStore projects,
        CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        var outcome = await projects.UpdateAsync(
            caller,
            project.Id,
            known => known with { Description = body.Description ?? known.Description },
            cancellationToken);
        return outcome.Try(out var changed, out refusal)
            ? TypedResults.Ok(ProjectWire.From(projects.Activity(caller, changed)))
            : Problems.From(refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TrashAsync(
        string team, string name, Caller caller, Scope scope, ProjectTrash trash, CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        var outcome = await trash.TrashAsync(caller, project.Id, cancellationToken);
        return outcome.Refusal is null ? TypedResults.NoContent() : Problems.From(outcome.Refusal);
    }

    private static Results<Ok<KeysWire>, ProblemHttpResult> Keys(
        string team, string name, Caller caller, Scope scope, ProjectKeys keys) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(new KeysWire([.. keys.List(caller, project.Id).Select(KeyWire.From)]))
            : Problems.From(refusal);

    private static Results<Ok<ColumnsWire>, ProblemHttpResult> Columns(
        string team, string name, Caller caller, Scope scope, RunIndex index)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        return TypedResults.Ok(new ColumnsWire(
        [
            .. index.Columns([project.Id]).Select(column => new ColumnWire(
                column.Column.ToString(), column.Type.ToString().ToLowerInvariant(), (int)column.Runs)),
        ]));
    }
}
