namespace Cairn.Core.Runs;

/// <summary>Where a run is in its life.</summary>
public enum RunState
{
    /// <summary>The client is logging, or was within the heartbeat limit.</summary>
    Running,

    /// <summary>The client ended it with exit code 0.</summary>
    Finished,

    /// <summary>The client ended it with an error.</summary>
    Failed,

    /// <summary>Heartbeats stopped without an end. A new heartbeat makes it run again.</summary>
    Crashed,

    /// <summary>A person stopped it.</summary>
    Killed,

    /// <summary>Announced, not started: a queued or scheduled job.</summary>
    Pending,
}
