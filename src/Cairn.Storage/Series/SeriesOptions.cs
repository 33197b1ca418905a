namespace Cairn.Storage.Series;

/// <summary>Limits and pacing of a <see cref="SeriesStore"/>; the defaults fit a shared two-core machine.</summary>
public sealed record SeriesOptions
{
    /// <summary>Points that may wait unfolded in memory, in bytes, before runs are folded early.</summary>
    public long HeadBytes { get; init; } = 256L << 20;

    /// <summary>Immutable chunk data kept in memory for readers, in bytes; answers to charts may take as much again.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Series whose summaries are kept in memory before idle runs are forgotten.</summary>
    public int LoadedSeries { get; init; } = 100_000;

    /// <summary>A run is folded when one of its series holds this many unfolded points.</summary>
    public int FoldRows { get; init; } = 4096;

    /// <summary>A run is folded at the latest when its oldest unfolded point has waited this long.</summary>
    public TimeSpan FoldAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A run that received nothing for this long is folded.</summary>
    public TimeSpan FoldIdle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Batches that may wait for the writer.</summary>
    public int QueueBatches { get; init; } = 4096;

    /// <summary>Bytes of batches that may wait for the writer.</summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>How long an append waits for a place in a full queue before <see cref="SeriesBusyException"/>.</summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Free bytes the disk must keep; below that, writes are refused before the disk is full.</summary>
    public long ReserveBytes { get; init; } = 64L << 20;

    /// <summary>What is asked whether that much is left, when others share it; null makes one of its own.</summary>
    public DiskSpace? Space { get; init; }

    /// <summary>Keys of one run at most; a batch that would pass it is refused with <see cref="SeriesTooWideException"/>.</summary>
    public int MostKeys { get; init; } = 200_000;

    /// <summary>Bytes of write-ahead log after which it is copied into the database.</summary>
    public long CheckpointBytes { get; init; } = 64L << 20;

    /// <summary>Folding in the background; switched off, only <see cref="SeriesStore.FoldAsync"/> folds.</summary>
    public bool Background { get; init; } = true;

    /// <summary>Database pages at most, 0 for no limit; beyond it the store behaves as on a full disk.</summary>
    public long MaxPages { get; init; }

    /// <summary>Called before each commit, for tests of what happens when the disk fails then.</summary>
    internal Action? Committing { get; init; }
}
