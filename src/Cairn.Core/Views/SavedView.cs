namespace Cairn.Core.Views;

/// <summary>An arrangement that people keep by name: a workspace of charts, the columns of a table, a report.</summary>
public sealed record SavedView
{
    public long Id { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>What it arranges, such as <c>workspace</c>, <c>table</c> or <c>report</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique among the project's views of that kind; stays the same when the view is renamed for people.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>The arrangement itself as a JSON object; only whoever shows it knows its members.</summary>
    public required string Spec { get; init; }

    /// <summary>The user who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Unix milliseconds; grows with each change.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Whether the project shows it when none is asked for: at most one of a kind.</summary>
    public bool IsDefault { get; init; }
}
