using System.Diagnostics.CodeAnalysis;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Sweeps;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Sweeps: make, read, steer; put failed trials back into the queue.</summary>
internal static class SweepEndpoints
{
    private const string Sweeps = "/projects/{team}/{name}/sweeps";
    private const string One = Sweeps + "/{uid}";

    // Agents call every five seconds.
    private const long AliveMilliseconds = 60_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(Sweeps, List)
            .WithName("listSweeps").WithSummary("The sweeps of a project, newest first.");
        api.MapPost(Sweeps, CreateAsync)
            .WithName("createSweep").WithSummary("Makes a sweep of a configuration in YAML or JSON.");
        api.MapGet(One, Get)
            .WithName("getSweep").WithSummary("A sweep with its space, trials, agents and early termination.");
        api.MapPatch(One, ChangeAsync)
            .WithName("changeSweep").WithSummary("Names, pauses, resumes, finishes or cancels a sweep.");
        api.MapPost(One + "/trials/{number:long}/requeue", RequeueAsync)
            .WithName("requeueTrial").WithSummary("Puts a failed or stopped trial back into the queue.");
    }

    private static Results<Ok<SweepsWire>, ProblemHttpResult> List(
        string team, string name, Caller caller, Scope scope, SweepStore sweeps, SweepQuery query) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(new SweepsWire(
                [.. sweeps.List(caller, project.Id).Select(sweep => SweepWire.From(query.Overview(caller, sweep)))]))
            : Problems.From(refusal);

    private static async Task<Results<Created<SweepDetailWire>, ProblemHttpResult>> CreateAsync(
        string team, string name, SweepCreateWire body, Caller caller, Scope scope, SweepStore sweeps, SweepQuery query,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrWhiteSpace(body.Text))
            return Problems.Invalid("text", "A sweep needs a configuration.", remedy: "Give method and parameters in YAML or JSON.");
        var outcome = await sweeps.CreateAsync(
            caller, project, body.Text, new SweepChange { Name = body.Name, Description = body.Description }, cancellationToken);
        return outcome.Try(out var made, out refusal)
            ? TypedResults.Created($"/api/v1/projects/{team}/{name}/sweeps/{made.Uid}", Describe(caller, made, sweeps, query, time))
            : Problems.From(refusal);
    }

    private static Results<Ok<SweepDetailWire>, ProblemHttpResult> Get(
        string team, string name, string uid, Caller caller, Scope scope, SweepStore sweeps, SweepQuery query, TimeProvider time) =>
        TrySweep(caller, team, name, uid, scope, sweeps, out var sweep, out var refusal)
            ? TypedResults.Ok(Describe(caller, sweep, sweeps, query, time))
            : Problems.From(refusal);

    private static async Task<Results<Ok<SweepDetailWire>, ProblemHttpResult>> ChangeAsync(
        string team, string name, string uid, SweepChangeWire body, Caller caller, Scope scope, SweepStore sweeps,
        SweepQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!TrySweep(caller, team, name, uid, scope, sweeps, out var sweep, out var refusal))
            return Problems.From(refusal);
        SweepState? state = body.State switch
        {
            "running" => SweepState.Running,
            "paused" => SweepState.Paused,
            "finished" => SweepState.Finished,
            "canceled" => SweepState.Canceled,
            _ => null,
        };
        if (body.State is not null && state is null)
            return Problems.Invalid("state", $"A sweep can't be '{body.State}'.", "running, paused, finished or canceled");
        var outcome = await sweeps.UpdateAsync(
            caller, sweep.Id, new SweepChange { Name = body.Name, Description = body.Description, State = state }, cancellationToken);
        return outcome.Try(out var changed, out refusal)
            ? TypedResults.Ok(Describe(caller, changed, sweeps, query, time))
            : Problems.From(refusal);
    }

    private static async Task<Results<Ok<SweepTrialWire>, ProblemHttpResult>> RequeueAsync(
        string team, string name, string uid, long number, Caller caller, Scope scope, SweepStore sweeps,
        SweepScheduler scheduler, SweepQuery query, CancellationToken cancellationToken)
    {
        if (!TrySweep(caller, team, name, uid, scope, sweeps, out var sweep, out var refusal))
            return Problems.From(refusal);
        var outcome = await scheduler.RequeueAsync(caller, sweep, number, cancellationToken);
        return outcome.Refusal is null
            ? TypedResults.Ok(SweepTrialWire.From(query.Overview(caller, sweep).Trials.First(trial => trial.Entry.Number == number)))
            : Problems.From(outcome.Refusal);
    }

    private static bool TrySweep(
        Caller caller, string team, string name, string uid, Scope scope, SweepStore sweeps,
        [NotNullWhen(true)] out Sweep? sweep, [NotNullWhen(false)] out Refusal? refusal)
    {
        sweep = null;
        if (!scope.TryProject(caller, team, name, out var project, out refusal))
            return false;
        sweep = sweeps.Find(caller, project.Id, uid);
        refusal = sweep is null ? Refusal.NotFound($"Project {project.Path} has no sweep {uid}.") : null;
        return sweep is not null;
    }

    private static SweepDetailWire Describe(Caller caller, Sweep sweep, SweepStore sweeps, SweepQuery query, TimeProvider time)
    {
        var overview = query.Overview(caller, sweep);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var trials = overview.Trials.CountBy(trial => trial.Entry.AgentId).ToDictionary();
        return new SweepDetailWire(
            SweepWire.From(overview),
            sweep.Text,
            sweep.Config,
            [.. overview.Space.Select(SweepParameterWire.From)],
            [.. overview.Trials.Select(SweepTrialWire.From)],
            [
                .. sweeps.Agents(caller, sweep.Id).Select(agent => new SweepAgentWire(
                    agent.Id, agent.Host, agent.CreatedAt, agent.HeartbeatAt, now - agent.HeartbeatAt < AliveMilliseconds,
                    trials.GetValueOrDefault(agent.Id))),
            ],
            [
                .. query.Brackets(overview).Select(bracket => new SweepBracketWire(
                    bracket.Iteration, bracket.Reached, bracket.Stopped, bracket.Threshold)),
            ]);
    }
}
