using Cairn.Core.Access;
using Cairn.Core.Gates;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Gates: rules that a run or a group must fulfil, and what came of them.</summary>
internal static class GateEndpoints
{
    private const int CommitLimit = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/projects/{team}/{name}/gates", HoldAsync)
            .WithName("holdGate").WithSummary("Holds a gate's rules against a run or a group and keeps the result.");
        api.MapGet("/projects/{team}/{name}/gates", List)
            .WithName("listGateResults").WithSummary("Newest gate results of a project, of a run with its group, of a group or of a commit.");
    }

    private static async Task<Results<Ok<GateResultWire>, ProblemHttpResult>> HoldAsync(
        string team, string name, GateHoldWire body, Caller caller, Scope scope, GateQuery gates, CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrWhiteSpace(body.Rules))
            return Problems.Invalid("rules", "Send the rules as the text of a YAML file.", remedy: "See docs/gates.md for an example.");
        if (body.Run is null == string.IsNullOrEmpty(body.Group))
            return Problems.Invalid("run", "A gate is held against a run or a group: name one of them.");
        if (body.Commit is { Length: > CommitLimit })
            return Problems.Invalid("commit", "This is no commit.", $"{CommitLimit} characters");
        Run? run = null;
        if (body.Run is { } id)
        {
            if (!scope.TryRun(caller, id, out run, out refusal))
                return Problems.From(refusal);
            if (run.ProjectId != project.Id)
                return Problems.NotFound($"Run {id} is not in {project.Path}.");
        }

        var outcome = await gates.HoldAsync(caller, project.Id, body.Rules, run, body.Group, body.Commit, cancellationToken);
        return outcome.Try(out var result, out refusal) ? TypedResults.Ok(GateResultWire.From(result)) : Problems.From(refusal);
    }

    private static Results<Ok<GateResultsWire>, ProblemHttpResult> List(
        string team, string name, Caller caller, Scope scope, GateStore gates, long? run = null, string? group = null, string? commit = null) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(new GateResultsWire([.. gates.List(caller, project.Id, run, group, commit).Select(GateResultWire.From)]))
            : Problems.From(refusal);
}
