namespace Cairn.Client;

/// <summary>The server refused a call or could not be reached; the message says which and why.</summary>
public sealed class CairnException : Exception
{
    /// <summary>An exception without a text.</summary>
    public CairnException()
    {
    }

    /// <summary>An exception with a text for people.</summary>
    public CairnException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a text for people and its cause.</summary>
    public CairnException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status; 0 without an answer.</summary>
    public int Status { get; init; }
}
