namespace Cairn.Storage.Series;

/// <summary>Counters of a <see cref="SeriesStore"/> at one moment.</summary>
/// <param name="Points">Distinct points folded into chunks.</param>
/// <param name="ChunkBytes">Bytes of chunks and their axes.</param>
/// <param name="Chunks">Chunks.</param>
/// <param name="StagedBatches">Accepted batches not folded yet.</param>
/// <param name="StagedBytes">Bytes of those batches on disk.</param>
/// <param name="HeadPoints">Distinct points in memory, not folded yet.</param>
/// <param name="HeadBytes">Bytes those points take in memory, about.</param>
/// <param name="LoadedRuns">Runs whose summaries are in memory.</param>
/// <param name="CacheBytes">Chunk data cached for readers.</param>
/// <param name="QueuedBatches">Batches waiting for the writer.</param>
/// <param name="WalBytes">Size of the write-ahead log when last looked at.</param>
/// <param name="Writable">Whether writes are accepted.</param>
public sealed record SeriesStoreStats(
    long Points,
    long ChunkBytes,
    long Chunks,
    long StagedBatches,
    long StagedBytes,
    long HeadPoints,
    long HeadBytes,
    int LoadedRuns,
    long CacheBytes,
    int QueuedBatches,
    long WalBytes,
    bool Writable);
