using Cairn.Core.Runs;

namespace Cairn.Core.Sweeps;

/// <summary>Decides how far trials are, and which may be tried again.</summary>
public static class SweepRules
{
    // A worker that has not started its run within this time never will.
    private const long StartLimitMilliseconds = 10 * 60 * 1000;

    /// <summary>How far a trial is at a moment (Unix milliseconds); its run may be gone.</summary>
    public static SweepTrialStatus Status(SweepTrialEntry trial, Run? run, long now) => run switch
    {
        null or { DeletedAt: not null } => SweepTrialStatus.Deleted,
        { State: RunState.Running } => SweepTrialStatus.Running,
        { State: RunState.Pending } => IsStarting(run, trial, now) ? SweepTrialStatus.Starting : SweepTrialStatus.Queued,
        { State: RunState.Finished } => trial.Stopped ? SweepTrialStatus.Stopped : SweepTrialStatus.Finished,
        _ => trial.Stopped ? SweepTrialStatus.Stopped : SweepTrialStatus.Failed,
    };

    /// <summary>Whether an agent is at work on a trial.</summary>
    public static bool IsUnderWay(SweepTrialEntry trial, Run? run, long now) =>
        Status(trial, run, now) is SweepTrialStatus.Running or SweepTrialStatus.Starting;

    /// <summary>Why a trial of a sweep can't be put back into the queue; null when it can.</summary>
    public static Refusal? CheckRequeue(Sweep sweep, SweepTrialEntry trial, Run? run, long now)
    {
        if (sweep.State == SweepState.Canceled)
            return Refusal.Invalid("state", "The sweep is canceled: its agents get nothing more.", remedy: "Start a new sweep.");
        return Status(trial, run, now) switch
        {
            SweepTrialStatus.Deleted => Refusal.Deleted($"The run of trial {trial.Number} is in the trash.", "Restore it first."),
            SweepTrialStatus.Failed or SweepTrialStatus.Stopped => null,
            SweepTrialStatus.Finished => Refusal.Invalid(
                "trial", $"Trial {trial.Number} has finished.", remedy: "Only failed and stopped trials can be tried again."),
            _ => Refusal.Invalid("trial", $"Trial {trial.Number} is already queued or under way."),
        };
    }

    private static bool IsStarting(Run run, SweepTrialEntry trial, long now) =>
        run.StopRequestedAt is null
        && run.HeartbeatAt <= trial.IssuedAt + 1000
        && now - trial.IssuedAt < StartLimitMilliseconds;
}
