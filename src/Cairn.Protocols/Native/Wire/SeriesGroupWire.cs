using System.ComponentModel.DataAnnotations;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Native.Wire;

internal sealed record SeriesGroupQueryWire
{
    public string? Filter { get; init; }

    [Required]
    public IReadOnlyList<string>? By { get; init; }

    [Required]
    public IReadOnlyList<string>? Keys { get; init; }
    public IReadOnlyList<string>? Expressions { get; init; }
    public string? Axis { get; init; }
    public double? From { get; init; }
    public double? To { get; init; }
    public int? Buckets { get; init; }

    [AllowedValues("linear", "log")]
    public string? Scale { get; init; }

    [AllowedValues("mean", "median")]
    public string? Centre { get; init; }

    [AllowedValues("std", "stderr", "range")]
    public string? Spread { get; init; }
    public int? Groups { get; init; }

    [AllowedValues("binary", "json")]
    public string? Format { get; init; }

    public SeriesQueryWire Series() => new()
    {
        Runs = [],
        Keys = Keys,
        Expressions = Expressions,
        Axis = Axis,
        From = From,
        To = To,
        Buckets = Buckets,
        Scale = Scale,
        Format = Format,
    };
}

internal sealed record SeriesGroupWire(IReadOnlyDictionary<string, RunValue> Values, int Runs);

internal sealed record SeriesGroupHeaderWire(
    string Axis, double From, double To, int Buckets, int Total, IReadOnlyList<SeriesGroupWire> Groups,
    IReadOnlyList<SeriesGroupEntryWire> Series);

internal sealed record SeriesGroupEntryWire(
    int Group, string Key, int Runs, double From, double To, int N, long Offset, IReadOnlyList<string> Columns);

internal sealed record SeriesGroupJsonWire(
    string Axis, double From, double To, int Buckets, int Total, IReadOnlyList<SeriesGroupWire> Groups,
    IReadOnlyList<SeriesGroupArraysWire> Series);

internal sealed record SeriesGroupArraysWire(
    int Group, string Key, int Runs, double From, double To, int N, IReadOnlyList<double> X, IReadOnlyList<double> Last,
    IReadOnlyList<double> Min, IReadOnlyList<double> Max, IReadOnlyList<long> Counts);
