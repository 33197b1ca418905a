using System.ComponentModel.DataAnnotations;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Native.Wire;

internal sealed record SeriesSummariesWire(IReadOnlyList<SeriesSummaryWire> Series);

internal sealed record SeriesSummaryWire(
    string Key, long Count, long Finite, double First, double Last, double Min, double Max, double Mean,
    long FirstStep, long LastStep, long MinStep, long MaxStep, long FirstTime, long LastTime)
{
    public static SeriesSummaryWire From(SeriesSummary summary) => new(
        summary.Key, summary.Count, summary.Finite, summary.First, summary.Last, summary.Min, summary.Max,
        summary.Mean, summary.FirstStep, summary.LastStep, summary.MinStep, summary.MaxStep, summary.FirstTime,
        summary.LastTime);
}

internal sealed record SeriesQueryWire
{
    [Required]
    public IReadOnlyList<long>? Runs { get; init; }

    [Required]
    public IReadOnlyList<string>? Keys { get; init; }
    public IReadOnlyList<string>? Expressions { get; init; }
    public string? Axis { get; init; }
    public double? From { get; init; }
    public double? To { get; init; }
    public int? Buckets { get; init; }

    [AllowedValues("linear", "log")]
    public string? Scale { get; init; }

    [AllowedValues("binary", "compact", "json")]
    public string? Format { get; init; }
}

internal sealed record SeriesHeaderWire(
    string Axis, double From, double To, int Buckets, IReadOnlyList<SeriesEntryWire> Series);

internal sealed record SeriesEntryWire(
    long Run, string Key, long Count, double From, double To, int N, long Offset, IReadOnlyList<string> Columns)
{
    /// <summary>Index of the series that has the same x and counts, which are not among these columns.</summary>
    public int? Like { get; init; }

    /// <summary>Columns of float32, each filled up to a multiple of eight bytes.</summary>
    public IReadOnlyList<string>? Small { get; init; }
}

internal sealed record SeriesJsonWire(
    string Axis, double From, double To, int Buckets, IReadOnlyList<SeriesArraysWire> Series);

internal sealed record SeriesArraysWire(
    long Run, string Key, long Count, double From, double To, int N, IReadOnlyList<string> Columns,
    IReadOnlyList<double> X, IReadOnlyList<double> Last, IReadOnlyList<double>? Min, IReadOnlyList<double>? Max,
    IReadOnlyList<double>? Mean, IReadOnlyList<long>? Counts, IReadOnlyList<long>? Nonfinite);

internal sealed record PointsWire(IReadOnlyList<object[]> Points, string? Next);
