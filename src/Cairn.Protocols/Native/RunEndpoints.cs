using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Runs: start, resume, read, change, trash.</summary>
internal static class RunEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/runs", StartAsync).WithName("startRun").WithSummary("Starts or resumes a run, with its project where it is new.");
        api.MapGet("/runs/{run:long}", Get).WithName("getRun").WithSummary("A run.");
        api.MapGet("/projects/{team}/{name}/runs/{uid}", GetByUid).WithName("findRun").WithSummary("A run by what its client chose.");
        api.MapPatch("/runs/{run:long}", ChangeAsync).WithName("changeRun").WithSummary("Changes what is said of a run; documents are merged.");
        api.MapPost("/runs/{run:long}/stop", StopAsync).WithName("stopRun").WithSummary("Asks a running run to stop; its client hears of it and ends by itself.");
        api.MapDelete("/runs/{run:long}", TrashAsync).WithName("trashRun").WithSummary("Puts a run into the trash.");
        api.MapPost("/runs/{run:long}/restore", RestoreAsync).WithName("restoreRun").WithSummary("Takes a run out of the trash.");
    }

    private static async Task<Results<Ok<RunStartedWire>, Created<RunStartedWire>, ProblemHttpResult>> StartAsync(
        RunStartWire body, HttpRequest request, Caller caller, ProjectStore projects, RunStore runs,
        CancellationToken cancellationToken)
    {
        RunResume? resume = body.Resume switch
        {
            null or "allow" => RunResume.Allow,
            "must" => RunResume.Must,
            "never" => RunResume.Never,
            _ => null,
        };
        if (resume is null)
            return Problems.Invalid("resume", $"'{body.Resume}' is no way to resume.", "allow, must or never");
        if (resume == RunResume.Must && body.Uid is null)
            return Problems.Invalid("uid", "Resume 'must' needs the uid of the run to resume.");
        var (team, name) = ProjectRules.SplitPath(body.Project ?? "");
        var opened = await projects.OpenAsync(caller, team, name, null, cancellationToken);
        if (!opened.Try(out var project, out var refusal))
            return Problems.From(refusal);
        var started = await runs.StartAsync(caller, project.Project, body.ToStart(resume.Value), cancellationToken);
        if (!started.Try(out var result, out refusal))
            return Problems.From(refusal);
        var url = $"{request.Scheme}://{request.Host}/{Uri.EscapeDataString(team)}/{Uri.EscapeDataString(name)}" +
            $"/runs/{Uri.EscapeDataString(result.Run.Uid)}";
        var wire = new RunStartedWire(RunWire.From(result.Run, project.Project.Path), result.Created, url);
        return result.Created
            ? TypedResults.Created($"/api/v1/runs/{result.Run.Id}", wire)
            : TypedResults.Ok(wire);
    }

    private static Results<Ok<RunWire>, ProblemHttpResult> Get(long run, Caller caller, Scope scope) =>
        scope.TryRun(caller, run, out var found, out var refusal)
            ? TypedResults.Ok(RunWire.From(found, scope.PathOf(caller, found.ProjectId)))
            : Problems.From(refusal);

    private static Results<Ok<RunWire>, ProblemHttpResult> GetByUid(
        string team, string name, string uid, Caller caller, Scope scope, RunStore runs)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        return runs.Find(caller, project.Id, uid) is { } run
            ? TypedResults.Ok(RunWire.From(run, project.Path))
            : Problems.NotFound($"There is no run '{uid}' in {project.Path}.");
    }

    private static async Task<Results<Ok<RunWire>, ProblemHttpResult>> ChangeAsync(
        long run, RunChangeWire body, Caller caller, Scope scope, RunStore runs, CancellationToken cancellationToken)
    {
        RunState? state = null;
        if (body.State is not null && (state = RunStates.Parse(body.State)) is null)
        {
            return Problems.Invalid(
                "state", $"'{body.State}' is no state.", "running, finished, failed, crashed, killed or pending");
        }

        var change = new RunChange
        {
            Name = body.Name,
            Group = body.Group,
            JobType = body.JobType,
            Tags = body.Tags,
            Labels = body.Labels,
            Notes = body.Notes,
            Config = body.Config,
            Summary = body.Summary,
            Environment = body.Environment,
            State = state,
            ExitCode = body.ExitCode,
            FinishedAt = body.FinishedAt,
        };
        var outcome = await runs.UpdateAsync(caller, run, change, cancellationToken);
        return outcome.Try(out var changed, out var refusal)
            ? TypedResults.Ok(RunWire.From(changed, scope.PathOf(caller, changed.ProjectId)))
            : Problems.From(refusal);
    }

    private static async Task<Results<Ok<RunWire>, ProblemHttpResult>> StopAsync(
        long run, Caller caller, Scope scope, RunStore runs, CancellationToken cancellationToken)
    {
        var outcome = await runs.RequestStopAsync(caller, run, cancellationToken);
        return outcome.Try(out var asked, out var refusal)
            ? TypedResults.Ok(RunWire.From(asked, scope.PathOf(caller, asked.ProjectId)))
            : Problems.From(refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TrashAsync(
        long run, Caller caller, RunStore runs, CancellationToken cancellationToken)
    {
        var outcome = await runs.TrashAsync(caller, run, cancellationToken);
        return outcome.Refusal is null ? TypedResults.NoContent() : Problems.From(outcome.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RestoreAsync(
        long run, Caller caller, RunStore runs, CancellationToken cancellationToken)
    {
        var outcome = await runs.RestoreAsync(caller, run, cancellationToken);
        return outcome.Refusal is null ? TypedResults.NoContent() : Problems.From(outcome.Refusal);
    }
}
