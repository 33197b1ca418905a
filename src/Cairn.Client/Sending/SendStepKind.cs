namespace Cairn.Client.Sending;

/// <summary>How to go on after a step of sending.</summary>
internal enum SendStepKind
{
    /// <summary>Something was sent or refused for good; there may be more.</summary>
    Sent,

    /// <summary>Nothing waits.</summary>
    Idle,

    /// <summary>The end of the run is sent; nothing will follow.</summary>
    Finished,

    /// <summary>The server is away or busy: try again later.</summary>
    Later,

    /// <summary>The server refuses the run as a whole; its data stays in the spool.</summary>
    RunRefused,
}
