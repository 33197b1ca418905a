namespace Cairn.Storage.Series;

/// <summary>Writes are refused: the disk is full (until space returns) or failed (until a restart). Reads go on.</summary>
public sealed class SeriesUnavailableException(string message, bool diskFull, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Whether space would help; otherwise the store must be opened again.</summary>
    public bool DiskFull { get; } = diskFull;
}
