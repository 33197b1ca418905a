namespace Cairn.Core.Metrics;

/// <summary>A chart's question: every given key of every given run, in equal buckets of one x axis.</summary>
/// <param name="Runs">Ids.</param>
/// <param name="Keys">Series keys.</param>
/// <param name="Axis">What x is.</param>
/// <param name="From">Start of the range, inclusive, in the axis' unit; null for that of the key's data.</param>
/// <param name="To">End of the range, inclusive; null for that of the key's data.</param>
/// <param name="Buckets">Equal parts of the range, 1 to <see cref="BucketLimit"/>.</param>
public sealed record SeriesQuery(
    IReadOnlyList<long> Runs, IReadOnlyList<string> Keys, XAxis Axis, double? From, double? To, int Buckets)
{
    /// <summary>Most buckets of one question.</summary>
    public const int BucketLimit = 10_000;

    /// <summary>Most series (runs times keys) of one question.</summary>
    public const int SeriesLimit = 20_000;
}
