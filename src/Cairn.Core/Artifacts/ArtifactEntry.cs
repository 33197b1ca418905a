namespace Cairn.Core.Artifacts;

/// <summary>A file of a version.</summary>
public sealed record ArtifactEntry
{
    /// <summary>Path within the version.</summary>
    public required string Path { get; init; }

    /// <summary>Of the content: an MD5 in base64, or for references what their store calls it.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes; 0 when a reference's size is not known.</summary>
    public long Size { get; init; }

    /// <summary>Where the content lies when it was not uploaded.</summary>
    public string? Reference { get; init; }

    /// <summary>The version that first brought the content.</summary>
    public string? BirthArtifact { get; init; }

    /// <summary>What else the client noted, as JSON text.</summary>
    public string? Extra { get; init; }
}
