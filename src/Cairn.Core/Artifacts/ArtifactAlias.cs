namespace Cairn.Core.Artifacts;

/// <summary>A movable name of one version in a collection.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="CollectionId">The collection in which it is unique.</param>
/// <param name="ArtifactId">The version that it names.</param>
/// <param name="Name">Such as <c>latest</c> or <c>production</c>.</param>
public sealed record ArtifactAlias(long Id, long CollectionId, long ArtifactId, string Name);
