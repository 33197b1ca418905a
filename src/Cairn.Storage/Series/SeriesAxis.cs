namespace Cairn.Storage.Series;

/// <summary>What a range or a bucket of a series is measured on.</summary>
public enum SeriesAxis
{
    /// <summary>The step of a point (int64).</summary>
    Step,

    /// <summary>The wall time of a point (Unix milliseconds).</summary>
    Time,
}
