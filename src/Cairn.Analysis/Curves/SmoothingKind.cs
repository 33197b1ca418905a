namespace Cairn.Analysis.Curves;

/// <summary>Ways to smooth a curve.</summary>
public enum SmoothingKind
{
    /// <summary>Exponential moving average in which what lies further back on x counts less.</summary>
    Ema,

    /// <summary>Mean of a window around each point.</summary>
    Mean,

    /// <summary>Mean weighted by a bell around each point.</summary>
    Gaussian,
}
