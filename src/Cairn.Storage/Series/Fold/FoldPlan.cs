using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Heads;

namespace Cairn.Storage.Series.Fold;

/// <summary>What one transaction is to change in the folded part of a run, encoded and ready to be written.</summary>
internal sealed class FoldPlan(RunState run, long version, long nextGroup)
{
    public RunState Run { get; } = run;

    private const int MostDeleted = 64;

    /// <summary>The run's version before; the transaction makes it one more.</summary>
    public long Version { get; } = version;

    /// <summary>Number of the next row group after this plan's.</summary>
    public long NextGroup { get; set; } = nextGroup;

    /// <summary>
    /// Whether the chunks of a replaced row group of these series are too many to be deleted while others wait; they are
    /// invisible without their axis, and swept a few at a time.
    /// </summary>
    public static bool SweepsLater(long[] series) => series.Length > MostDeleted;

    /// <summary>Whether it leaves chunks to be swept.</summary>
    public bool LeavesGraves => Dead.Count > 0 || Replaced.Exists(replaced => SweepsLater(replaced.Series));

    /// <summary>Encoded bytes; the writes below are ranges of it.</summary>
    public ByteSink Sink { get; } = new(2048);

    public List<AxisWrite> Axes { get; } = [];

    public List<ChunkWrite> Chunks { get; } = [];

    /// <summary>Row groups that others replace.</summary>
    public List<(long Group, long[] Series)> Replaced { get; } = [];

    /// <summary>Row groups that are dead; their chunks are swept later.</summary>
    public List<AxisEntry> Dead { get; } = [];

    /// <summary>New summaries; the number is 0 for a series new to the database, which then gets it.</summary>
    public List<SummaryWrite> Summaries { get; } = [];

    /// <summary>Series without a point left.</summary>
    public List<SeriesState> Removed { get; } = [];

    /// <summary>Staged batches that end up in chunks or nowhere.</summary>
    public List<(long Sequence, int Bytes)> Staged { get; init; } = [];

    /// <summary>Whether it takes points away, so that the summaries here replace those in memory.</summary>
    public bool Rewinds { get; init; }

    /// <summary>Points added to the chunks, less those taken away.</summary>
    public long PointsChange { get; set; }

    /// <summary>Set under the run's gate when something else has to change the run first.</summary>
    public bool Cancelled { get; set; }

    /// <summary>Planning failed; the points stay as they are.</summary>
    public bool Failed { get; set; }

    /// <summary>Completed once it is written, or given up.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A row group to be written.</summary>
internal sealed record AxisWrite(
    long Group,
    int Count,
    long FirstStep,
    long LastStep,
    long FirstTime,
    long LastTime,
    long MinTime,
    long MaxTime,
    byte[] Series,
    Range Mini,
    Range Data);

/// <summary>A chunk to be written.</summary>
internal sealed record ChunkWrite(long Id, Tally Tally, Range Mini, Range Data);

/// <summary>A series' summary over the folded part.</summary>
internal sealed record SummaryWrite(SeriesState Series, long Id, bool Insert, Tally Tally);
