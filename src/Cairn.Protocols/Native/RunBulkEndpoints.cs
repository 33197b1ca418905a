using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>One change to many runs: tags, group, another project, trash.</summary>
internal static class RunBulkEndpoints
{
    private const int MostRuns = 100_000;
    private const int MostRefused = 100;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/projects/{team}/{name}/runs/change", ChangeAsync)
        .WithName("changeRuns").WithSummary("Changes many runs of a project: those named, or all that match a filter.");

    private static async Task<Results<Ok<RunBulkResultWire>, ProblemHttpResult>> ChangeAsync(
        string team, string name, RunBulkWire body, Caller caller, Scope scope, RunIndex index, RunBulk bulk, ProjectStore projects,
        CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (body.Runs is null == body.Filter is null)
            return Problems.Invalid("runs", "Say which runs: either by 'runs' or by 'filter' (empty for all).");
        if (body.Runs?.Count > MostRuns)
            return Problems.Invalid("runs", $"{body.Runs.Count} runs are too many at once.", $"{MostRuns}", "Use a filter, or several requests.");
        if (await ReadAsync(body, caller, projects, cancellationToken) is var (change, why) && change is null)
            return why!;
        if (RunTerms.Filter(body.Filter, out var filter) is { } problem)
            return problem;
        if (body.Runs is not null)
            filter = new RunFilter.In(RunColumn.Attribute("id"), [.. body.Runs.Select(id => RunValue.Of(id))]);
        var page = index.Query(new RunQuery
        {
            Projects = [project.Id],
            Visibility = body.Trash == false ? RunVisibility.Deleted : RunVisibility.Active,
            Filter = filter,
            Limit = MostRuns,
        })!;
        if (page.Total > MostRuns)
            return Problems.Invalid("filter", $"{page.Total} runs match.", $"{MostRuns}", "Narrow the filter.");
        var result = await bulk.ApplyAsync(caller, [.. page.Rows.Select(row => row.Id)], change, cancellationToken);
        return TypedResults.Ok(new RunBulkResultWire(
            result.Changed, [.. result.Refused.Take(MostRefused).Select(one => new RunRefusedWire(one.Run, one.Refusal.Detail))]));
    }

    private static async Task<(RunBulkChange? Change, ProblemHttpResult? Why)> ReadAsync(
        RunBulkWire body, Caller caller, ProjectStore projects, CancellationToken cancellationToken)
    {
        if (body is { AddTags: null, RemoveTags: null, Group: null, MoveTo: null, Trash: null })
            return (null, Problems.Invalid("addTags", "Nothing is to be changed.", remedy: "Send addTags, removeTags, group, moveTo or trash."));
        if (body.Trash is not null && body is not { AddTags: null, RemoveTags: null, Group: null, MoveTo: null })
            return (null, Problems.Invalid("trash", "Trash stands alone.", remedy: "Send the other changes by themselves."));
        if (body.AddTags?.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > RunRules.NameLimit) == true)
            return (null, Problems.Invalid("addTags", "A tag is empty or too long.", $"1 to {RunRules.NameLimit} characters"));
        if (body.Group?.Length > RunRules.NameLimit)
            return (null, Problems.Invalid("group", $"The group has {body.Group.Length} characters.", $"{RunRules.NameLimit} characters"));
        Project? target = null;
        if (body.MoveTo is not null)
        {
            var (team, name) = ProjectRules.SplitPath(body.MoveTo);
            if (!(await projects.OpenAsync(caller, team, name, null, cancellationToken)).Try(out var opened, out var refusal))
                return (null, Problems.From(refusal with { Field = "moveTo" }));
            target = opened.Project;
        }

        return (new RunBulkChange
        {
            AddTags = body.AddTags ?? [],
            RemoveTags = body.RemoveTags ?? [],
            Group = body.Group,
            MoveTo = target,
            Trash = body.Trash == true,
            Restore = body.Trash == false,
        }, null);
    }
}
