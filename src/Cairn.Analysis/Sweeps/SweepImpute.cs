namespace Cairn.Analysis.Sweeps;

/// <summary>What Bayesian search takes for the result of a trial that failed.</summary>
public enum SweepImpute
{
    /// <summary>The worst result any trial had, so that the search keeps away from where trials die.</summary>
    Worst,

    /// <summary>The failed trial's last finite value; the worst result if it has none.</summary>
    Latest,

    /// <summary>The failed trial's best finite value; the worst result if it has none.</summary>
    Best,
}
