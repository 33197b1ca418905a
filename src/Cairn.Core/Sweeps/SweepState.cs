namespace Cairn.Core.Sweeps;

/// <summary>Where a sweep is in its life.</summary>
public enum SweepState
{
    /// <summary>No agent has come yet.</summary>
    Pending,

    /// <summary>Agents get trials.</summary>
    Running,

    /// <summary>Agents wait; trials under way go on.</summary>
    Paused,

    /// <summary>Agents end; trials under way go on.</summary>
    Finished,

    /// <summary>Agents end, and so do the trials under way.</summary>
    Canceled,
}
