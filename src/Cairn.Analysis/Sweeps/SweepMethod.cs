namespace Cairn.Analysis.Sweeps;

/// <summary>How a sweep chooses its next trial.</summary>
public enum SweepMethod
{
    /// <summary>Every combination once, in a stable order.</summary>
    Grid,

    /// <summary>Independent draws from the distributions.</summary>
    Random,

    /// <summary>Gaussian process with expected improvement.</summary>
    Bayes,

    /// <summary>The client's own controller schedules; the server proposes nothing.</summary>
    Custom,
}
