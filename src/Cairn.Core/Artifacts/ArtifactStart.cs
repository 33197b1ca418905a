using System.Text.Json;

namespace Cairn.Core.Artifacts;

/// <summary>What a client says when it begins a version.</summary>
public sealed record ArtifactStart
{
    public required string Type { get; init; }

    /// <summary>The sequence; made where it is missing.</summary>
    public required string Collection { get; init; }

    public required string Digest { get; init; }

    public string? Description { get; init; }

    public JsonElement? Metadata { get; init; }

    public long? RunId { get; init; }

    public long? Step { get; init; }

    public long? TimeToLive { get; init; }

    /// <summary>Aliases that it gets when it is committed.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What its client calls it before it has a number; null when it has no name.</summary>
    public string? ClientId { get; init; }

    /// <summary>What its client calls the sequence before that has a number.</summary>
    public string? SequenceClientId { get; init; }

    /// <summary>Answer the committed version of the same digest, should there be one.</summary>
    public bool Deduplicate { get; init; } = true;
}
