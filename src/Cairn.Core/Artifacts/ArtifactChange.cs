using System.Text.Json;

namespace Cairn.Core.Artifacts;

/// <summary>A change to a version: null leaves a field alone.</summary>
public sealed record ArtifactChange
{
    public string? Description { get; init; }

    /// <summary>Replaces the whole metadata.</summary>
    public JsonElement? Metadata { get; init; }

    public long? TimeToLive { get; init; }

    public IReadOnlyList<string> TagsToAdd { get; init; } = [];

    public IReadOnlyList<string> TagsToRemove { get; init; } = [];
}
