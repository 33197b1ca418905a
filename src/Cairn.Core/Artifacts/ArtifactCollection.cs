namespace Cairn.Core.Artifacts;

/// <summary>Versions of one thing under one name.</summary>
public sealed record ArtifactCollection
{
    /// <summary>The server's number.</summary>
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    public required long TypeId { get; init; }

    /// <summary>Name of the type; all versions have the same.</summary>
    public required string Type { get; init; }

    /// <summary>Unique in the project.</summary>
    public required string Name { get; init; }

    public required ArtifactCollectionKind Kind { get; init; }

    public string? Description { get; init; }

    /// <summary>Plain words, by name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change to the collection or its versions.</summary>
    public required long UpdatedAt { get; init; }
}
