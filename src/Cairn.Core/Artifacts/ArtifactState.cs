namespace Cairn.Core.Artifacts;

/// <summary>Where a version is in its life.</summary>
public enum ArtifactState
{
    /// <summary>Its files are being uploaded; nobody can look it up by name yet.</summary>
    Pending,

    /// <summary>Whole and unchangeable but for its description, metadata, aliases and tags.</summary>
    Committed,

    /// <summary>Removed; only lineage still tells of it.</summary>
    Deleted,
}
