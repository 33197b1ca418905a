namespace Cairn.Core.Runs.Querying;

/// <summary>One page of the runs table: which runs, in which order, with which columns.</summary>
public sealed record RunQuery
{
    /// <summary>The projects to look in; null for all, empty for none.</summary>
    public IReadOnlyCollection<long>? Projects { get; init; }

    public RunVisibility Visibility { get; init; } = RunVisibility.Active;

    public RunFilter Filter { get; init; } = new RunFilter.Always();

    /// <summary>The first level decides first. After all of them newest <c>createdAt</c>, then the smallest <c>id</c>.</summary>
    public IReadOnlyList<RunSort> Sort { get; init; } = [];

    /// <summary>The columns whose values each row carries, in this order.</summary>
    public IReadOnlyList<RunColumn> Columns { get; init; } = [];

    /// <summary>Most rows of the page; 0 asks for the total alone.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Rows to leave out at the beginning (after those before the cursor).</summary>
    public int Offset { get; init; }

    /// <summary>The cursor of the page before; null for the first page.</summary>
    public string? Cursor { get; init; }
}
