using System.ComponentModel.DataAnnotations;
using Cairn.Core.Distributions;
using Cairn.Core.Importance;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ImportanceQueryWire
{
    public string? Filter { get; init; }

    [Required]
    public string? Metric { get; init; }

    [AllowedValues("last", "min", "max", "mean", "first", "count")]
    public string? Aggregate { get; init; }
    public IReadOnlyList<string>? Columns { get; init; }
}

internal sealed record FactorWire(string Column, double Importance, double Low, double High, double? Correlation);

internal sealed record LeftOutColumnWire(string Column, string Reason);

internal sealed record ImportanceWire(
    int N, long Total, int WithoutTarget, double Explained, int Repetitions, int Trees, IReadOnlyList<FactorWire> Columns,
    IReadOnlyList<LeftOutColumnWire> LeftOut)
{
    public static ImportanceWire From(ImportanceAnswer answer) => new(
        answer.Runs, answer.Total, answer.WithoutTarget, answer.Explained, answer.Repetitions, answer.Trees,
        [.. answer.Columns.Select(one => new FactorWire(one.Name, one.Importance, one.Low, one.High, one.Correlation))],
        [.. answer.LeftOut.Select(one => new LeftOutColumnWire(one.Name, one.Reason))]);
}

internal sealed record DistributionQueryWire
{
    public string? Filter { get; init; }

    [Required]
    public string? Column { get; init; }
    public string? By { get; init; }
    public int? Points { get; init; }
}

internal sealed record DistributionRunWire(long Run, double Value);

internal sealed record DistributionGroupWire(
    string? Key, int N, double Mean, double? Std, double Min, double LowerQuartile, double Median, double UpperQuartile, double Max,
    double LowerWhisker, double UpperWhisker, IReadOnlyList<double>? Density, IReadOnlyList<DistributionRunWire> Runs)
{
    public static DistributionGroupWire From(DistributionGroup group) =>
        new(
            group.Key.IsMissing ? null : group.Key.ToString(), group.Count, group.Mean, group.Deviation, group.Min, group.LowerQuartile,
            group.Median, group.UpperQuartile, group.Max, group.LowerWhisker, group.UpperWhisker, group.Density,
            [.. group.Runs.Select(run => new DistributionRunWire(run.Run, run.Value))]);
}

internal sealed record DistributionWire(
    IReadOnlyList<DistributionGroupWire> Groups, int LeftOutGroups, int Seen, long Total, int Without, double From, double To)
{
    public static DistributionWire Of(DistributionAnswer answer) => new(
        [.. answer.Groups.Select(DistributionGroupWire.From)], answer.LeftOutGroups, answer.Seen, answer.Total, answer.Without,
        answer.From, answer.To);
}
