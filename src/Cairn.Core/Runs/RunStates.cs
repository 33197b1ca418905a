namespace Cairn.Core.Runs;

/// <summary>Run states as the words that the database, the wire and the query language use.</summary>
public static class RunStates
{
    /// <summary>The lower-case word of a state.</summary>
    public static string Text(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Finished => "finished",
        RunState.Failed => "failed",
        RunState.Crashed => "crashed",
        RunState.Killed => "killed",
        RunState.Pending => "pending",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The state of a word; null when there is none of that name.</summary>
    public static RunState? Parse(string text) => text switch
    {
        "running" => RunState.Running,
        "finished" => RunState.Finished,
        "failed" => RunState.Failed,
        "crashed" => RunState.Crashed,
        "killed" => RunState.Killed,
        "pending" => RunState.Pending,
        _ => null,
    };
}
