using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>How clients want metrics shown: step metric, hidden or not, summary, goal.</summary>
internal static class MetricDefinitionEndpoints
{
    // Definitions come from training code; what the newest runs say is what it says now.
    private const int RunsOfProject = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/metrics/definitions", OfRun)
            .WithName("listRunMetricDefinitions").WithSummary("How a run's client wants its metrics shown.");
        api.MapGet("/projects/{team}/{name}/metrics/definitions", OfProject)
            .WithName("listMetricDefinitions").WithSummary("How the newest 100 runs of a project want their metrics shown; newer ones win.");
    }

    private static Results<Ok<MetricDefinitionsWire>, ProblemHttpResult> OfRun(long run, Caller caller, Scope scope) =>
        scope.TryRun(caller, run, out var found, out var refusal)
            ? TypedResults.Ok(MetricDefinitionsWire.From(MetricDefinitions.Of(found)))
            : Problems.From(refusal);

    private static Results<Ok<MetricDefinitionsWire>, ProblemHttpResult> OfProject(
        string team, string name, Caller caller, Scope scope, RunIndex index, RunStore runs)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        var newest = index.Query(new RunQuery { Projects = [project.Id], Limit = RunsOfProject })!;
        return TypedResults.Ok(MetricDefinitionsWire.From(
            MetricDefinitions.Union(runs.Find(caller, [.. newest.Rows.Select(row => row.Id)]))));
    }
}
