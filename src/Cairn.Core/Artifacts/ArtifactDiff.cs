namespace Cairn.Core.Artifacts;

/// <summary>How the files of a version differ from those of another, each list by path.</summary>
/// <param name="Added">Only in the later one.</param>
/// <param name="Removed">Only in the earlier one.</param>
/// <param name="Changed">In both under one path with another content.</param>
/// <param name="Same">How many are the same in both.</param>
public sealed record ArtifactDiff(
    IReadOnlyList<ArtifactEntry> Added, IReadOnlyList<ArtifactEntry> Removed,
    IReadOnlyList<(ArtifactEntry Before, ArtifactEntry After)> Changed, int Same);
