namespace Cairn.Storage.Series;

/// <summary>Nothing of the batch was kept: it would give its run more keys than a run may have.</summary>
public sealed class SeriesTooWideException(long run, int most)
    : Exception($"Run {run} would have more than {most} keys.")
{
    /// <summary>Keys that a run may have.</summary>
    public int Most { get; } = most;
}
