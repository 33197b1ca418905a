namespace Cairn.Core.Sweeps;

/// <summary>How far a trial of a sweep is.</summary>
public enum SweepTrialStatus
{
    /// <summary>Waits for an agent: it was put back, or the agent that had it never began.</summary>
    Queued,

    /// <summary>An agent has it, and its run has not begun.</summary>
    Starting,

    Running,

    Finished,

    /// <summary>Told to stop early, and it did.</summary>
    Stopped,

    /// <summary>Failed, crashed, or killed by a person.</summary>
    Failed,

    /// <summary>Its run is in the trash.</summary>
    Deleted,
}
