namespace Cairn.Analysis.Sweeps;

/// <summary>How far a trial of a sweep is.</summary>
public enum SweepTrialState
{
    /// <summary>Proposed or under way; its result is not known yet.</summary>
    Running,

    /// <summary>Ended with a result; a trial stopped early on purpose is finished too.</summary>
    Finished,

    /// <summary>Crashed, was killed or never answered.</summary>
    Failed,
}
