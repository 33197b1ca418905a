using Cairn.Core.Access;
using Cairn.Core.Alerts;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The alerts of a run.</summary>
internal static class AlertEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/alerts", List).WithName("listAlerts").WithSummary("The alerts of a run, oldest first.");
        api.MapPost("/runs/{run:long}/alerts", AddAsync).WithName("addAlert").WithSummary("Raises an alert.");
    }

    private static Results<Ok<AlertsWire>, ProblemHttpResult> List(
        long run, Caller caller, Scope scope, AlertStore alerts, MetricQuery metrics) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new AlertsWire([.. alerts.List(caller, run), .. metrics.Damage(caller, run).Select(Damaged)]))
            : Problems.From(refusal);

    // Not kept anywhere: it is true until the bytes are well again, and found anew after each start.
    private static Alert Damaged(SeriesDamage damage, int index) => new(
        -1 - index,
        $"Damaged on disk: {damage.Key}, steps {damage.FirstStep} to {damage.LastStep}",
        $"{damage.Points} points cannot be read and are left out of charts and downloads; the rest is whole. {damage.Detail}. "
        + "A backup may have them; 'cairn check' looks at the whole folder.",
        "error",
        0);

    private static async Task<Results<Ok<Alert>, ProblemHttpResult>> AddAsync(
        long run, AlertCreateWire body, Caller caller, AlertStore alerts, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var outcome = await alerts.AddAsync(
            caller,
            run,
            body.Title ?? "",
            body.Text ?? "",
            body.Level ?? "info",
            body.Time ?? time.GetUtcNow().ToUnixTimeMilliseconds(),
            cancellationToken);
        return outcome.Try(out var alert, out var refusal) ? TypedResults.Ok(alert) : Problems.From(refusal);
    }
}
