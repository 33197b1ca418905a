namespace Cairn.Client.Sending;

/// <summary>What became of a request.</summary>
internal enum ApiOutcome
{
    /// <summary>The server answered 2xx.</summary>
    Done,

    /// <summary>No answer, or one that says nothing about the request: to be sent again.</summary>
    Away,

    /// <summary>The server asks to wait (429, 503): to be sent again.</summary>
    Busy,

    /// <summary>The server does not let this client in (401, 403): to be sent again, rarely.</summary>
    Forbidden,

    /// <summary>The server will never accept this request.</summary>
    Refused,
}
