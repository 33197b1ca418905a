using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Verdicts;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>How runs and groups stand against landmarks, and series against series.</summary>
internal static class VerdictEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/verdicts", OfRun)
            .WithName("runVerdicts").WithSummary("A run, and its group where it has several runs, against the project's landmarks.");
        api.MapGet("/projects/{team}/{name}/verdicts", OfGroup)
            .WithName("groupVerdicts").WithSummary("The runs of a group together against the project's landmarks.");
        api.MapPost("/projects/{team}/{name}/verdicts/query", OfRuns)
            .WithName("queryVerdicts").WithSummary("Many runs against the project's landmarks, for a table.");
    }

    private static Results<Ok<VerdictsWire>, ProblemHttpResult> OfRun(
        long run, Caller caller, Scope scope, VerdictQuery verdicts, string? metric = null, string? landmark = null,
        double? confidence = null, double? margin = null, bool? together = null) =>
        scope.TryRun(caller, run, out var found, out var refusal)
            ? Answer(verdicts.OfRun(caller, found, Read(metric, landmark, confidence, margin, together)), brief: false)
            : Problems.From(refusal);

    private static Results<Ok<VerdictsWire>, ProblemHttpResult> OfGroup(
        string team, string name, Caller caller, Scope scope, VerdictQuery verdicts, string? group = null, string? metric = null,
        string? landmark = null, double? confidence = null, double? margin = null, bool? together = null)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrEmpty(group))
            return Problems.Invalid("group", "Name the group to judge.", remedy: "For one run ask /runs/{id}/verdicts.");
        return Answer(verdicts.OfGroup(caller, project.Id, group, Read(metric, landmark, confidence, margin, together)), brief: false);
    }

    private static Results<Ok<VerdictsWire>, ProblemHttpResult> OfRuns(
        string team, string name, VerdictQueryWire body, Caller caller, Scope scope, VerdictQuery verdicts)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (body.Runs is null)
            return Problems.Invalid("runs", "Name the runs to judge by their ids.", $"up to {VerdictQuery.MostRuns}");
        return Answer(
            verdicts.OfRuns(caller, project.Id, body.Runs, Read(body.Metric, body.Landmark, body.Confidence, body.Margin, body.Together) with
            {
                Comparisons = body.Comparisons ?? 0,
            }),
            brief: true);
    }

    private static Results<Ok<VerdictsWire>, ProblemHttpResult> Answer(Outcome<IReadOnlyList<Verdict>> outcome, bool brief) =>
        outcome.Try(out var found, out var refusal)
            ? TypedResults.Ok(new VerdictsWire([.. found.Select(verdict => brief ? VerdictWire.Brief(verdict) : VerdictWire.From(verdict))]))
            : Problems.From(refusal);

    private static VerdictOptions Read(string? metric, string? landmark, double? confidence, double? margin, bool? together) => new()
    {
        Metric = metric,
        Landmark = landmark,
        Confidence = confidence ?? 0.95,
        Margin = margin,
        Together = together ?? true,
    };
}
