using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Distributions;
using Cairn.Core.Importance;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>What is computed over many runs of a project: which settings matter, how values are spread.</summary>
internal static class AnalysisEndpoints
{
    private const int DefaultPoints = 96;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/projects/{team}/{name}/importance", Importance)
            .WithName("queryImportance").WithSummary("How much each setting matters for a metric, with 95 % intervals.");
        api.MapPost("/projects/{team}/{name}/distribution", Distribution)
            .WithName("queryDistribution").WithSummary("How a column's values are spread over groups of runs.");
    }

    private static Results<Ok<ImportanceWire>, ProblemHttpResult> Importance(
        string team, string name, ImportanceQueryWire body, Caller caller, Scope scope, ImportanceQuery query,
        CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (!ReadFilter(body.Filter).Try(out var filter, out refusal))
            return Problems.From(refusal);
        if (string.IsNullOrEmpty(body.Metric))
            return Problems.Invalid("metric", "Which metric?");
        if (MetricAggregates.Parse(body.Aggregate) is not { } aggregate)
            return Problems.Invalid("aggregate", $"'{body.Aggregate}' is no aggregate.", "last, min, max, mean, first or count");
        var columns = new List<RunColumn>();
        foreach (var column in body.Columns ?? [])
        {
            if (!RunColumn.TryParse(column, out var known))
                return Problems.Invalid("columns", $"There is no column '{column}'.", remedy: "GET …/columns lists what there is.");
            columns.Add(known);
        }

        if (columns.Count > ImportanceQuery.MostColumns)
            return Problems.Invalid("columns", $"{columns.Count} columns are too many.", $"{ImportanceQuery.MostColumns}");
        var outcome = query.Measure(
            caller,
            new ImportanceQuestion(project.Id, filter, RunColumn.Metric(body.Metric, aggregate), body.Columns is null ? null : columns),
            cancellationToken);
        return outcome.Try(out var answer, out refusal) ? TypedResults.Ok(ImportanceWire.From(answer)) : Problems.From(refusal);
    }

    private static Results<Ok<DistributionWire>, ProblemHttpResult> Distribution(
        string team, string name, DistributionQueryWire body, Caller caller, Scope scope, DistributionQuery query)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (!ReadFilter(body.Filter).Try(out var filter, out refusal))
            return Problems.From(refusal);
        if (!RunColumn.TryParse(body.Column, out var column))
            return Problems.Invalid("column", $"There is no column '{body.Column}'.", remedy: "GET …/columns lists what there is.");
        RunColumn? by = null;
        if (!string.IsNullOrEmpty(body.By))
        {
            if (!RunColumn.TryParse(body.By, out var known))
                return Problems.Invalid("by", $"There is no column '{body.By}'.", remedy: "GET …/columns lists what there is.");
            by = known;
        }

        return body.Points is < 2 or > 1000
            ? Problems.Invalid("points", $"A density can't have {body.Points} points.", "2 to 1000")
            : TypedResults.Ok(DistributionWire.Of(query.Describe(
                caller, new DistributionQuestion(project.Id, filter, column, by, body.Points ?? DefaultPoints))));
    }

    private static Outcome<RunFilter> ReadFilter(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new RunFilter.Always();
        var parsed = RunFilterParser.Parse(text);
        return parsed.Problem is { } error ? Refusal.Invalid("filter", error.Expected, remedy: error.Remedy) : parsed.Filter!;
    }
}
