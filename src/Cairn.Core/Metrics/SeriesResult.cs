using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>One series of a chart.</summary>
/// <param name="Run">Id of its run.</param>
/// <param name="Key">Its key.</param>
/// <param name="Count">Points of the whole series, in and out of the range.</param>
/// <param name="From">Start of the range that was cut into buckets; the same for all series of the key.</param>
/// <param name="To">Its end, inclusive.</param>
/// <param name="Buckets">What lies in the range, in the axis' unit.</param>
public sealed record SeriesResult(
    long Run, string Key, long Count, double From, double To, BucketedSeries Buckets);
