namespace Cairn.Analysis.Curves;

/// <summary>What the line of a group of curves is.</summary>
public enum GroupCentre
{
    /// <summary>The mean over the curves.</summary>
    Mean,

    /// <summary>The median over the curves.</summary>
    Median,
}
