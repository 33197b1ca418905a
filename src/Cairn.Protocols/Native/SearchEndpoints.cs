using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Searching;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>One box for everything: what a few letters could mean.</summary>
internal static class SearchEndpoints
{
    private const int DefaultLimit = 8;
    private const int MostLimit = 100;
    private const int LongestText = 200;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/search", Find).WithName("search").WithSummary("Projects, runs, tags, metrics, settings, models, sweeps and artifacts by a few letters.");

    private static Results<Ok<SearchWire>, ProblemHttpResult> Find(
        string? q, string? project, int? limit, Caller caller, Scope scope, SearchQuery search)
    {
        if (q is { Length: > LongestText })
            return Problems.Invalid("q", $"The text has {q.Length} characters.", $"{LongestText}");
        if (limit is < 1 or > MostLimit)
            return Problems.Invalid("limit", $"An answer can't have {limit} of each kind.", $"1 to {MostLimit}");
        Project? place = null;
        if (!string.IsNullOrEmpty(project))
        {
            var (team, name) = ProjectRules.SplitPath(project);
            if (!scope.TryProject(caller, team, name, out place, out var refusal))
                return Problems.From(refusal);
        }

        var answer = search.Find(caller, q ?? "", place, limit ?? DefaultLimit);
        return TypedResults.Ok(new SearchWire([.. answer.Hits.Select(SearchHitWire.From)], answer.IsPartial));
    }
}
