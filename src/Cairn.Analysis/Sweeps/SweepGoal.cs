namespace Cairn.Analysis.Sweeps;

/// <summary>Which way the metric of a sweep is better.</summary>
public enum SweepGoal
{
    /// <summary>Lower is better.</summary>
    Minimize,

    /// <summary>Higher is better.</summary>
    Maximize,
}
