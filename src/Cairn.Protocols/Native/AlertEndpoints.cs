using Cairn.Core.Access;
using Cairn.Core.Alerts;
using Cairn.Protocols.Native.Wire;
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
        long run, Caller caller, Scope scope, AlertStore alerts) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new AlertsWire(alerts.List(caller, run)))
            : Problems.From(refusal);

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
