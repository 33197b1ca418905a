namespace Cairn.Client;

/// <summary>Where a run's data goes.</summary>
public enum RunMode
{
    /// <summary>Spooled to disk first, then sent to the server while the run goes on.</summary>
    Online,

    /// <summary>Only spooled to disk; <c>cairn sync</c> sends it later.</summary>
    Offline,

    /// <summary>Nowhere: every call returns at once and keeps nothing.</summary>
    Disabled,
}
