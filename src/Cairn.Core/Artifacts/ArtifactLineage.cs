namespace Cairn.Core.Artifacts;

/// <summary>Versions and the runs between them, as a graph whose edges follow the data.</summary>
/// <param name="Artifacts">Ids of the versions, that asked for first.</param>
/// <param name="Runs">Ids of the runs.</param>
/// <param name="Made">Which run made which version.</param>
/// <param name="Used">Which version went into which run.</param>
/// <param name="IsCut">Whether there is more than was looked at.</param>
public sealed record ArtifactLineage(
    IReadOnlyList<long> Artifacts, IReadOnlyList<long> Runs, IReadOnlyList<(long Run, long Artifact)> Made,
    IReadOnlyList<(long Artifact, long Run)> Used, bool IsCut);
