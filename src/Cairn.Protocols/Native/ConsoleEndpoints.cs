using Cairn.Core.Access;
using Cairn.Core.Consoles;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>A run's console: stretches, tail, search.</summary>
internal static class ConsoleEndpoints
{
    private const int DefaultLimit = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/console", Read).WithName("readConsole").WithSummary("A stretch of what a run wrote, or its end.");
        api.MapGet("/runs/{run:long}/console/search", Search)
            .WithName("searchConsole").WithSummary("Numbers of the lines that contain a text.");
    }

    private static Results<Ok<ConsoleWire>, ProblemHttpResult> Read(
        long run, long? from, int? limit, int? tail, Caller caller, Scope scope, ConsoleStore console)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        if ((limit ?? tail) is < 0 or > ConsoleStore.PageLimit)
        {
            return Problems.Invalid(
                tail is null ? "limit" : "tail", "So many lines can't be asked at once.", $"0 to {ConsoleStore.PageLimit}");
        }

        var page = tail is { } count
            ? console.Tail(caller, run, count)
            : console.Read(caller, run, Math.Max(0, from ?? 0), limit ?? DefaultLimit);
        return TypedResults.Ok(new ConsoleWire(page.Total, page.From, page.Lines));
    }

    private static Results<Ok<ConsoleMatchesWire>, ProblemHttpResult> Search(
        long run, string? text, int? limit, Caller caller, Scope scope, ConsoleStore console)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrEmpty(text))
            return Problems.Invalid("text", "There is nothing to search for.");
        var most = Math.Clamp(limit ?? DefaultLimit, 1, ConsoleStore.PageLimit);
        return TypedResults.Ok(new ConsoleMatchesWire(console.Search(caller, run, text, most)));
    }
}
