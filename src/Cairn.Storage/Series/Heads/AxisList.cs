namespace Cairn.Storage.Series.Heads;

/// <summary>The row groups of a run, without their rows, as of one version of it.</summary>
internal sealed record AxisList(long Version, IReadOnlyList<AxisEntry> Entries);

/// <summary>A row group: where it lies, how many rows it has, and the bytes of its list of series.</summary>
internal sealed record AxisEntry(
    long Group,
    int Count,
    long FirstStep,
    long LastStep,
    long FirstTime,
    long LastTime,
    byte[] Series)
{
    /// <summary>Whether a row at (step, time) could be in it.</summary>
    public bool Covers(long step, long time) =>
        (FirstStep < step || (FirstStep == step && FirstTime <= time))
        && (LastStep > step || (LastStep == step && LastTime >= time));

    public bool Overlaps(long firstStep, long lastStep) => FirstStep <= lastStep && LastStep >= firstStep;
}
