namespace Cairn.Core.Artifacts;

/// <summary>A list of a version's files that a client uploads.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="ArtifactId">The version.</param>
/// <param name="BaseArtifactId">The version whose files it adds to; null when it is whole.</param>
/// <param name="IsWhole">Whether it lists all files, not only those that changed.</param>
public sealed record ArtifactManifest(long Id, long ArtifactId, long? BaseArtifactId, bool IsWhole);
