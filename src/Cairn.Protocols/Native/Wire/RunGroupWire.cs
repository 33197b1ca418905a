using System.ComponentModel.DataAnnotations;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Native.Wire;

internal sealed record RunGroupQueryWire
{
    [Required]
    public IReadOnlyList<string>? By { get; init; }
    public string? Filter { get; init; }
    public IReadOnlyList<string>? Columns { get; init; }
    public IReadOnlyList<RunSortWire>? Sort { get; init; }
    public int? Limit { get; init; }
    public int? Offset { get; init; }
}

internal sealed record GroupNumbersWire(long N, double Mean, double? Std, double Min, double Max, long? NotFinite)
{
    public static GroupNumbersWire From(GroupNumbers numbers) => new(
        numbers.Count, numbers.Mean, numbers.Deviation, numbers.Min, numbers.Max, numbers.NotFinite == 0 ? null : numbers.NotFinite);
}

internal sealed record RunGroupWire(
    IReadOnlyDictionary<string, RunValue> Key, long Runs, IReadOnlyDictionary<string, GroupNumbersWire> Values);

internal sealed record RunGroupsWire(IReadOnlyList<RunGroupWire> Groups, int Total, long Runs);
