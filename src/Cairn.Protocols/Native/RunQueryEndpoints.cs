using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The runs table: filter, sort, columns, pages.</summary>
internal static class RunQueryEndpoints
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 1000;
    private const int MostOffset = 10_000_000;

    // Every row carries these, whatever columns are asked.
    private static readonly RunColumn[] Fixed =
    [
        .. new[]
        {
            "uid", "name", "state", "group", "jobType", "createdAt", "startedAt", "finishedAt", "heartbeatAt", "tags",
        }.Select(RunColumn.Attribute),
    ];

    private static readonly RunValue NoTags = RunValue.List("[]");

    public static void Map(RouteGroupBuilder api) => api.MapPost("/projects/{team}/{name}/runs/query", Query)
        .WithName("queryRuns").WithSummary("Runs of a project: filtered, sorted, with the columns asked, page by page.");

    private static Results<Ok<RunPageWire>, ProblemHttpResult> Query(
        string team, string name, RunQueryWire body, Caller caller, Scope scope, RunIndex index)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        var limit = body.Limit ?? DefaultLimit;
        List<RunSort> sort = [];
        if (limit is < 0 or > MostLimit)
            return Problems.Invalid("limit", $"A page can't have {limit} runs.", $"0 to {MostLimit}", "Use the cursor.");
        if (body.Offset is < 0 or > MostOffset)
            return Problems.Invalid("offset", $"A page can't begin at {body.Offset}.", $"0 to {MostOffset}", "Use the cursor.");
        var columns = new List<RunColumn>(Fixed);
        if ((RunTerms.Filter(body.Filter, out var filter) ?? RunTerms.Columns("columns", body.Columns, columns) ?? RunTerms.Sort(body.Sort, out sort)) is { } problem)
            return problem;
        var page = index.Query(new RunQuery
        {
            Projects = [project.Id],
            Filter = filter,
            Sort = sort,
            Columns = columns,
            Limit = limit,
            Offset = body.Offset ?? 0,
            Cursor = body.Cursor,
        });
        if (page is null)
        {
            return Problems.Invalid(
                "cursor",
                "This cursor was not given for this sort.",
                remedy: "Start from the first page, without a cursor.");
        }

        return TypedResults.Ok(new RunPageWire([.. page.Rows.Select(row => ToWire(row, body.Columns ?? []))], page.Total, page.Cursor));
    }

    private static RunRowWire ToWire(RunRow row, IReadOnlyList<string> asked)
    {
        var cells = row.Values;
        var values = new Dictionary<string, RunValue>(asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            if (!cells[Fixed.Length + i].IsMissing)
                values[asked[i]] = cells[Fixed.Length + i];
        }

        return new RunRowWire(
            row.Id, cells[0].Text, cells[1].Text, cells[2].Text, TextOf(cells[3]), TextOf(cells[4]),
            cells[9].IsMissing ? NoTags : cells[9],
            cells[5].Integer, cells[6].Integer, TimeOf(cells[7]), cells[8].Integer, values);
    }

    private static string? TextOf(RunValue cell) => cell.IsMissing ? null : cell.Text;

    private static long? TimeOf(RunValue cell) => cell.IsMissing ? null : cell.Integer;
}
