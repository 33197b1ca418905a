namespace Cairn.Analysis.Curves;

/// <summary>What the band around a group's line is.</summary>
public enum GroupSpread
{
    /// <summary>The sample standard deviation over the curves, below and above the centre.</summary>
    Std,

    /// <summary>The standard error of the mean, below and above the centre.</summary>
    Stderr,

    /// <summary>From the smallest to the largest value of any curve.</summary>
    Range,
}
