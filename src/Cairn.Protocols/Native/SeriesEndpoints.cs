using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Series: summaries, chart queries, raw points.</summary>
internal static class SeriesEndpoints
{
    private const int MostPoints = 100_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/series", Summaries)
            .WithName("listSeries").WithSummary("What is known of each series of a run.");
        api.MapPost("/series/query", Query)
            .WithName("querySeries").WithSummary("Series in equal buckets, binary (CSR1) or as JSON.")
            .Produces<SeriesJsonWire>()
            .AddOpenApiOperationTransformer(NativeOpenApi.Answer(SeriesFrame.ContentType, binary: true));
        api.MapGet("/runs/{run:long}/points", Points).WithName("listPoints").WithSummary("Raw points of a series, page by page.");
    }

    private static Results<Ok<SeriesSummariesWire>, ProblemHttpResult> Summaries(
        long run, Caller caller, Scope scope, MetricQuery metrics) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(
                new SeriesSummariesWire([.. metrics.Summaries(caller, run).Select(SeriesSummaryWire.From)]))
            : Problems.From(refusal);

    private static IResult Query(SeriesQueryWire body, Caller caller, MetricQuery metrics)
    {
        if (body.Runs is null)
            return Problems.Invalid("runs", "Which runs?", "a list of ids");
        if (SeriesQuestion.Read(body, body.Runs, out var query) is { } wrong)
            return wrong;
        if (!metrics.Read(caller, query).Try(out var answer, out var refusal))
            return Problems.From(refusal);
        return body.Format switch
        {
            "json" => SeriesJson.Result(query, answer),
            "compact" => new CompactSeriesFrame(query, answer),
            _ => new SeriesFrame(query, answer),
        };
    }

    private static Results<Ok<PointsWire>, ProblemHttpResult> Points(
        long run, string? key, long? from, long? to, int? limit, string? after, Caller caller, Scope scope,
        MetricQuery metrics)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrEmpty(key))
            return Problems.Invalid("key", "Which series?");
        if (limit is < 1 or > MostPoints)
            return Problems.Invalid("limit", $"{limit} points can't be asked at once.", $"1 to {MostPoints}");
        SeriesPosition? position = null;
        if (after is not null && (position = ParsePosition(after)) is null)
            return Problems.Invalid("after", "This place was not given by this server.", remedy: "Use 'next' as answered.");
        var points = metrics.Points(
            caller, run, key, from ?? long.MinValue, to ?? long.MaxValue, limit ?? MostPoints, position);
        var rows = new object[points.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = [points.Steps[i], points.Times[i], points.Values[i]];
        return TypedResults.Ok(new PointsWire(rows, points is { More: true, End: { } end } ? Text(end) : null));
    }

    private static string Text(SeriesPosition position) => string.Create(
        CultureInfo.InvariantCulture,
        $"{position.Step}_{position.Time}_{BitConverter.DoubleToInt64Bits(position.Value):x16}");

    private static SeriesPosition? ParsePosition(string text)
    {
        var parts = text.Split('_');
        return parts.Length == 3
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var step)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var time)
            && long.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
                ? new SeriesPosition(step, time, BitConverter.Int64BitsToDouble(bits))
                : null;
    }
}
