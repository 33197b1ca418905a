using Cairn.Core.Access;
using Cairn.Core.Charts;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The charts that a team designed.</summary>
internal static class ChartEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/charts/{team}", List).WithName("listCharts").WithSummary("The charts that a team designed, by name.");
        api.MapGet("/charts/{team}/{name}", Get).WithName("getChart").WithSummary("A chart that a team designed.");
    }

    private static Ok<CustomChartsWire> List(string team, Caller caller, CustomChartStore charts) =>
        TypedResults.Ok(new CustomChartsWire([.. charts.List(caller, Scope.Decode(team)).Select(CustomChartWire.From)]));

    private static Results<Ok<CustomChartWire>, ProblemHttpResult> Get(
        string team, string name, Caller caller, CustomChartStore charts) =>
        charts.Find(caller, Scope.Decode(team), Scope.Decode(name)) is { } chart
            ? TypedResults.Ok(CustomChartWire.From(chart))
            : Problems.NotFound($"Team {Scope.Decode(team)} has no chart '{Scope.Decode(name)}'.");
}
