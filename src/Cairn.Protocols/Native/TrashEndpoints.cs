using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Trash;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The trash: what is in it, out of it again, away for good.</summary>
internal static class TrashEndpoints
{
    private const int MostRuns = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/trash", Get).WithName("getTrash").WithSummary("What is in the trash, and the space that emptying it frees.");
        api.MapPost("/trash/empty", EmptyAsync).WithName("emptyTrash").WithSummary("Removes for good what is in the trash, or some runs of it.");
        api.MapPost("/projects/{team}/{name}/restore", RestoreAsync).WithName("restoreProject").WithSummary("Takes a project and its runs out of the trash.");
    }

    private static Ok<TrashWire> Get(Caller caller, TrashQuery query)
    {
        var trash = query.Read(caller, MostRuns);
        return TypedResults.Ok(new TrashWire(
            [.. trash.Projects.Select(project => new TrashedProjectWire(project.Id, project.Path, project.DeletedAt!.Value))],
            [.. trash.Runs.Select(run => new TrashedRunWire(run.Id, run.Uid, run.Name, run.Project, run.DeletedAt))],
            trash.RunTotal,
            TrashSpaceWire.From(trash.Space)));
    }

    private static async Task<Ok<TrashEmptiedWire>> EmptyAsync(
        TrashEmptyWire body, Caller caller, TrashPurge purge, CancellationToken cancellationToken)
    {
        var receipt = await purge.EmptyAsync(caller, body.Runs, cancellationToken);
        return TypedResults.Ok(new TrashEmptiedWire(receipt.Runs, receipt.Projects, TrashSpaceWire.From(receipt.Freed)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RestoreAsync(
        string team, string name, Caller caller, ProjectStore projects, ProjectTrash trash, CancellationToken cancellationToken)
    {
        var (owner, own) = (Scope.Decode(team), Scope.Decode(name));
        if (projects.Find(caller, owner, own) is not { } project)
            return Problems.NotFound($"There is no project {owner}/{own}.");
        var outcome = await trash.RestoreAsync(caller, project.Id, cancellationToken);
        return outcome.Refusal is null ? TypedResults.NoContent() : Problems.From(outcome.Refusal);
    }
}
