namespace Cairn.Core.Artifacts;

/// <summary>A version's place in a collection; aliases point at places.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="CollectionId">The collection.</param>
/// <param name="ArtifactId">The version.</param>
/// <param name="Version">Its number there, from 0.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
public sealed record ArtifactMembership(long Id, long CollectionId, long ArtifactId, long Version, long CreatedAt);
