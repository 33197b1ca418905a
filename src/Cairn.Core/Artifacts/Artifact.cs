using System.Text.Json;

namespace Cairn.Core.Artifacts;

/// <summary>One version of a sequence: named files of known content.</summary>
public sealed record Artifact
{
    /// <summary>The server's number.</summary>
    public required long Id { get; init; }

    /// <summary>The sequence that it was made in.</summary>
    public required long CollectionId { get; init; }

    /// <summary>Its number in that sequence, from 0; null until it is committed.</summary>
    public long? Version { get; init; }

    public required ArtifactState State { get; init; }

    /// <summary>Of the whole content, as its client computed it.</summary>
    public required string Digest { get; init; }

    public string? Description { get; init; }

    /// <summary>A JSON object of any depth.</summary>
    public JsonElement Metadata { get; init; } = JsonObjects.Empty;

    /// <summary>The run that made it; null when a person did.</summary>
    public long? RunId { get; init; }

    /// <summary>The step of that run at which it was made.</summary>
    public long? Step { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long Size { get; init; }

    public long FileCount { get; init; }

    /// <summary>Seconds after which it is removed; null to be kept, -1 to go by its collection, -2 kept on purpose.</summary>
    public long? TimeToLive { get; init; }

    /// <summary>Plain words, by name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long UpdatedAt { get; init; }
}
