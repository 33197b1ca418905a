namespace Cairn.Protocols.Import;

/// <summary>An import can't start or can't go on; the message says why and what to do.</summary>
public sealed class ImportException : Exception
{
    public ImportException(string message)
        : base(message)
    {
    }

    public ImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ImportException()
    {
    }
}
