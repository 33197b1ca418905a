namespace Cairn.Core.Reproductions;

/// <summary>Whether a run was repeated by another.</summary>
public enum ReproductionVerdict
{
    /// <summary>There is nothing that both runs logged.</summary>
    NothingToCompare,

    /// <summary>Every value is the same, bit for bit.</summary>
    Identical,

    /// <summary>Every value is the same within the tolerance.</summary>
    WithinTolerance,

    /// <summary>Curves part, but no further than runs with other seeds do.</summary>
    WithinNoise,

    /// <summary>Curves part further than chance explains, or one run lacks what the other logged.</summary>
    NotReproduced,
}
