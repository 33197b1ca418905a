namespace Cairn.Client;

/// <summary>How far a spooled run came.</summary>
public enum SyncOutcome
{
    /// <summary>It is being sent.</summary>
    Sending,

    /// <summary>Everything is on the server; the folder is gone unless parts were refused.</summary>
    Sent,

    /// <summary>A living process holds it; that process sends it.</summary>
    InUse,

    /// <summary>The server could not be reached or was busy; what is left stays in the spool.</summary>
    Interrupted,

    /// <summary>The server refuses the run as a whole; it stays in the spool.</summary>
    Refused,

    /// <summary>Nothing is left to send but parts that the server refused earlier.</summary>
    OnlyRefusedLeft,
}
