namespace Cairn.Client.Tests.Server;

/// <summary>What goes wrong with one request.</summary>
internal enum Fault
{
    None,

    /// <summary>503 with Retry-After; nothing is kept.</summary>
    Busy,

    /// <summary>500; nothing is kept.</summary>
    Broken,

    /// <summary>The connection is reset before anything is kept.</summary>
    Reset,

    /// <summary>Everything is kept, then the connection is reset instead of an answer.</summary>
    LoseAnswer,
}
