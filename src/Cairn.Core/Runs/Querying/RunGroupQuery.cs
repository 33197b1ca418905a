namespace Cairn.Core.Runs.Querying;

/// <summary>Runs gathered by what they have in common.</summary>
public sealed record RunGroupQuery
{
    /// <summary>The projects to look in; null for all, empty for none.</summary>
    public IReadOnlyCollection<long>? Projects { get; init; }

    public RunFilter Filter { get; init; } = new RunFilter.Always();

    /// <summary>Runs with equal values in all of these, missing ones included, are one group; at least one column.</summary>
    public required IReadOnlyList<RunColumn> By { get; init; }

    /// <summary>The columns whose numbers are summed up for each group.</summary>
    public IReadOnlyList<RunColumn> Columns { get; init; } = [];

    /// <summary>
    /// Levels of order: a column of <see cref="By"/> by its value, one of <see cref="Columns"/> by its mean. After all of
    /// them larger groups come first, then by the values in common.
    /// </summary>
    public IReadOnlyList<RunSort> Sort { get; init; } = [];

    /// <summary>Groups to leave out at the beginning.</summary>
    public int Offset { get; init; }

    /// <summary>Most groups of the answer.</summary>
    public int Limit { get; init; } = 100;
}
