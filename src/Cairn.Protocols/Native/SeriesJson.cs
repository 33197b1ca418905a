using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Native;

/// <summary>A chart's answer as JSON, for people and small scripts.</summary>
internal static class SeriesJson
{
    public static IResult Result(SeriesQuery query, SeriesAnswer answer) => TypedResults.Ok(new SeriesJsonWire(
        query.Axis.ToString(), answer.From, answer.To, query.Buckets, [.. answer.Series.Select(ToWire)]));

    /// <summary>The columns that an answer carries for a series: <c>x</c> and <c>last</c> alone where they say all.</summary>
    public static IReadOnlyList<string> Columns(BucketedSeries buckets) =>
        buckets.Single && !buckets.HasNonfinite ? ["x", "last"]
        : buckets.HasNonfinite ? ["x", "last", "min", "max", "mean", "count", "nonfinite"]
        : ["x", "last", "min", "max", "mean", "count"];

    private static SeriesArraysWire ToWire(SeriesResult series)
    {
        var buckets = series.Buckets;
        var columns = Columns(buckets);
        var whole = columns.Count > 2;
        return new SeriesArraysWire(
            series.Run,
            series.Key,
            series.Count,
            series.From,
            series.To,
            buckets.Length,
            columns,
            buckets.X,
            buckets.Last,
            whole ? buckets.Min : null,
            whole ? buckets.Max : null,
            whole ? buckets.Mean : null,
            whole ? buckets.Count : null,
            buckets.HasNonfinite ? buckets.Nonfinite : null);
    }
}
