namespace Cairn.Storage.Series;

/// <summary>Raw points in the order (step, time, value); the three arrays have the same length.</summary>
/// <param name="Steps">Steps.</param>
/// <param name="Times">Wall times, Unix milliseconds.</param>
/// <param name="Values">Values; NaN and infinities included.</param>
/// <param name="More">Whether further points lie after these in the range asked for.</param>
public sealed record SeriesPoints(long[] Steps, long[] Times, double[] Values, bool More = false)
{
    /// <summary>Whether points of the range are missing, because they are damaged on disk; <see cref="SeriesStore.Damage"/> names them.</summary>
    public bool Damaged { get; init; }

    /// <summary>How many points there are.</summary>
    public int Count => Steps.Length;

    /// <summary>Where the last of these points lies, to read on after it; null if there is none.</summary>
    public SeriesPosition? End => Count == 0 ? null : new SeriesPosition(Steps[^1], Times[^1], Values[^1]);
}
