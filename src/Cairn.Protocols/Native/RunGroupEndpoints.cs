using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The runs table gathered into groups: seeds of a setting, children of a parent.</summary>
internal static class RunGroupEndpoints
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 10_000;
    private const int MostKeys = 8;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/projects/{team}/{name}/runs/groups", Query)
        .WithName("groupRuns").WithSummary("Runs gathered by what they have in common, with mean and spread of their numbers.");

    private static Results<Ok<RunGroupsWire>, ProblemHttpResult> Query(
        string team, string name, RunGroupQueryWire body, Caller caller, Scope scope, RunIndex index)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (body.By is not { Count: > 0 })
            return Problems.Invalid("by", "Say what the runs of a group have in common.", $"1 to {MostKeys} columns");
        var limit = body.Limit ?? DefaultLimit;
        if (limit is < 0 or > MostLimit)
            return Problems.Invalid("limit", $"An answer can't have {limit} groups.", $"0 to {MostLimit}", "Use the offset.");
        if (body.Offset is < 0)
            return Problems.Invalid("offset", $"An answer can't begin at {body.Offset}.", "0 or more");
        List<RunColumn> by = [], columns = [];
        List<RunSort> sort = [];
        var problem = RunTerms.Filter(body.Filter, out var filter)
            ?? RunTerms.Columns("by", body.By, by, MostKeys)
            ?? RunTerms.Columns("columns", body.Columns, columns)
            ?? RunTerms.Sort(body.Sort, out sort);
        if (problem is not null)
            return problem;
        var answer = index.Groups(new RunGroupQuery
        {
            Projects = [project.Id],
            Filter = filter,
            By = by,
            Columns = columns,
            Sort = sort,
            Limit = limit,
            Offset = body.Offset ?? 0,
        });
        return TypedResults.Ok(new RunGroupsWire(
            [.. answer.Groups.Select(group => ToWire(group, body.By, body.Columns ?? []))], answer.Total, answer.Runs));
    }

    private static RunGroupWire ToWire(RunGroup group, IReadOnlyList<string> by, IReadOnlyList<string> columns)
    {
        var key = new Dictionary<string, RunValue>();
        for (var i = 0; i < by.Count; i++)
        {
            if (!group.Key[i].IsMissing)
                key[by[i]] = group.Key[i];
        }

        var values = new Dictionary<string, GroupNumbersWire>();
        for (var i = 0; i < columns.Count; i++)
        {
            if (group.Numbers[i] is { Count: > 0 } or { NotFinite: > 0 })
                values[columns[i]] = GroupNumbersWire.From(group.Numbers[i]);
        }

        return new RunGroupWire(key, group.Runs, values);
    }
}
