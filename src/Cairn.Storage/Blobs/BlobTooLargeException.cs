namespace Cairn.Storage.Blobs;

/// <summary>A content passed the size that its receiver allows; nothing of it was kept.</summary>
public sealed class BlobTooLargeException(long limit) : Exception($"The content has more than {limit} bytes.")
{
    /// <summary>The most bytes that were allowed.</summary>
    public long Limit { get; } = limit;
}
