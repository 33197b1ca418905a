using Cairn.Core.Access;
using Cairn.Core.Reproductions;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Whether a run repeats the one that it should.</summary>
internal static class ReproductionEndpoints
{
    public static void Map(RouteGroupBuilder api) => api
        .MapGet("/runs/{run:long}/reproduction", Compare)
        .WithName("compareReproduction")
        .WithSummary("Holds a run against the one that it repeats, value by value: its parent, unless another is named.");

    private static Results<Ok<ReproductionWire>, ProblemHttpResult> Compare(
        long run, long? of, double? tolerance, Caller caller, Scope scope, RunStore runs, ReproductionQuery query,
        [FromQuery] string[]? ignore = null)
    {
        if (!scope.TryRun(caller, run, out var rerun, out var refusal))
            return Problems.From(refusal);
        Run? original;
        if (of is { } named)
        {
            if (!scope.TryRun(caller, named, out original, out refusal))
                return Problems.From(refusal);
        }
        else
        {
            original = rerun.Parent is { } parent ? runs.Find(caller, rerun.ProjectId, parent) : null;
            if (original is null)
                return Problems.Invalid("of", $"Run {rerun.Uid} repeats no run that is known.", remedy: "Name the run it should repeat: ?of=ID.");
        }

        return query.Compare(caller, original, rerun, tolerance ?? ReproductionRules.DefaultTolerance, ignore ?? [])
            .Try(out var reproduction, out refusal)
                ? TypedResults.Ok(ReproductionWire.From(reproduction))
                : Problems.From(refusal);
    }
}
