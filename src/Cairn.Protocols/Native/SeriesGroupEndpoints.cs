using Cairn.Analysis.Curves;
using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Groups of runs as one line each, with their spread.</summary>
internal static class SeriesGroupEndpoints
{
    private const int DefaultGroups = 50;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/projects/{team}/{name}/series/groups", Query)
        .WithName("querySeriesGroups").WithSummary("Groups of runs as lines with bands, over all runs that fit; binary (CSR1) or JSON.")
        .Produces<SeriesGroupJsonWire>()
        .AddOpenApiOperationTransformer(NativeOpenApi.Answer(SeriesFrame.ContentType, binary: true));

    private static IResult Query(
        string team, string name, SeriesGroupQueryWire body, Caller caller, Scope scope, MetricGroupQuery groups)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (SeriesQuestion.Read(body.Series(), [], out var series) is { } wrong)
            return wrong;
        if (body.By is null)
            return Problems.Invalid("by", "Grouped by what?", "a list of columns", "An empty list makes one group of all runs.");
        if (body.Centre is not (null or "mean" or "median"))
            return Problems.Invalid("centre", $"'{body.Centre}' is no centre.", "mean or median");
        if (body.Spread is not (null or "std" or "stderr" or "range"))
            return Problems.Invalid("spread", $"'{body.Spread}' is no spread.", "std, stderr or range");
        RunFilter filter = new RunFilter.Always();
        if (!string.IsNullOrWhiteSpace(body.Filter))
        {
            var parsed = RunFilterParser.Parse(body.Filter);
            if (parsed.Problem is { } error)
                return Problems.Invalid("filter", error.Expected, remedy: error.Remedy);
            filter = parsed.Filter!;
        }

        var by = new List<RunColumn>();
        foreach (var column in body.By)
        {
            if (!RunColumn.TryParse(column, out var known))
                return Problems.Invalid("by", $"There is no column '{column}'.", remedy: "GET …/columns lists what there is.");
            by.Add(known);
        }

        var query = new SeriesGroupQuery(
            project.Id,
            filter,
            by,
            series,
            body.Centre == "median" ? GroupCentre.Median : GroupCentre.Mean,
            body.Spread switch { "stderr" => GroupSpread.Stderr, "range" => GroupSpread.Range, _ => GroupSpread.Std },
            body.Groups ?? DefaultGroups);
        if (!groups.Read(caller, query).Try(out var answer, out refusal))
            return Problems.From(refusal);
        SeriesGroupWire[] named = [.. answer.Groups.Select(group => ToWire(group, body.By))];
        return body.Format == "json" ? Json(series, answer, named) : new SeriesGroupFrame(series, answer, named);
    }

    private static IResult Json(SeriesQuery query, SeriesGroupAnswer answer, IReadOnlyList<SeriesGroupWire> groups) =>
        TypedResults.Ok(new SeriesGroupJsonWire(
            query.Axis.ToString(), answer.From, answer.To, query.Buckets, answer.Total, groups,
            [.. answer.Series.Select(line => new SeriesGroupArraysWire(
                line.Group, line.Key, line.Runs, line.From, line.To, line.Curve.X.Length,
                line.Curve.X, line.Curve.Centre, line.Curve.Low, line.Curve.High, line.Curve.Count))]));

    private static SeriesGroupWire ToWire(SeriesGroup group, IReadOnlyList<string> by)
    {
        var values = new Dictionary<string, RunValue>();
        for (var i = 0; i < by.Count; i++)
        {
            if (!group.Values[i].IsMissing)
                values[by[i]] = group.Values[i];
        }

        return new SeriesGroupWire(values, group.Runs.Count);
    }
}
