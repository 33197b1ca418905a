namespace Cairn.Core.Runs;

/// <summary>One change to many runs; what is null or empty is left alone. Trash and restore stand alone.</summary>
public sealed record RunBulkChange
{
    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    public string? Group { get; init; }

    /// <summary>The project they move to.</summary>
    public Projects.Project? MoveTo { get; init; }

    /// <summary>Into the trash.</summary>
    public bool Trash { get; init; }

    /// <summary>Out of the trash.</summary>
    public bool Restore { get; init; }
}
