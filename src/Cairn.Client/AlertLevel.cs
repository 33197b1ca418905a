namespace Cairn.Client;

/// <summary>How urgent an alert is.</summary>
public enum AlertLevel
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Something looks wrong.</summary>
    Warn,

    /// <summary>Something is wrong.</summary>
    Error,
}
