using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>One series of a chart.</summary>
/// <param name="Run">Id of its run.</param>
/// <param name="Key">Its key.</param>
/// <param name="Count">Points of the whole series, in and out of the range.</param>
/// <param name="Buckets">What lies in the range, in the axis' unit.</param>
public sealed record SeriesResult(long Run, string Key, long Count, BucketedSeries Buckets);
