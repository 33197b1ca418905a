namespace Cairn.Analysis.Reproduction;

/// <summary>How well a series agrees with the one it should repeat.</summary>
public enum SeriesAgreement
{
    /// <summary>The same steps with the same values, bit for bit.</summary>
    Identical,

    /// <summary>The same steps, and no value further off than the tolerance.</summary>
    WithinTolerance,

    /// <summary>The curves part.</summary>
    Apart,
}
