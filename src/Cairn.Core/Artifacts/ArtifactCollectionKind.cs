namespace Cairn.Core.Artifacts;

/// <summary>How versions come into a collection.</summary>
public enum ArtifactCollectionKind
{
    /// <summary>They are made in it: every version belongs to exactly one.</summary>
    Sequence,

    /// <summary>They are linked into it from sequences, of other projects too: a registry's collection.</summary>
    Portfolio,
}
