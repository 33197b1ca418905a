using Cairn.Core.Access;
using Cairn.Core.Activity;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>What goes on in the whole server, for the first page.</summary>
internal static class ActivityEndpoints
{
    private const int Runs = 12;
    private const int Alerts = 12;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/activity", Get).WithName("getActivity").WithSummary("Running runs, the newest alerts and the disk used, over all projects.");

    private static Ok<ActivityWire> Get(Caller caller, ActivityQuery query) =>
        TypedResults.Ok(ActivityWire.From(query.Read(caller, Runs, Alerts)));
}
