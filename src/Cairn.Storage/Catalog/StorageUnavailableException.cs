namespace Cairn.Storage.Catalog;

/// <summary>
/// Nothing of this write was kept: the disk is full, or the queue of writes is. Reads go on; sending the same
/// write again later is safe.
/// </summary>
public sealed class StorageUnavailableException(string message, bool diskFull, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>True when space has to be made first; false when waiting is enough.</summary>
    public bool DiskFull { get; } = diskFull;
}
