namespace Cairn.Storage.Series;

/// <summary>The buckets of a series that hold points, in order; all arrays have the same length.</summary>
/// <param name="X">Position of each bucket's last point (rounded to float64 beyond 2^53).</param>
/// <param name="Last">Value of each bucket's last point, finite or not.</param>
/// <param name="Min">Smallest finite value; NaN where there is none.</param>
/// <param name="Max">Largest finite value; NaN where there is none.</param>
/// <param name="Mean">Mean of the finite values; NaN where there is none.</param>
/// <param name="Count">Points, finite or not.</param>
/// <param name="Nonfinite">Points that are NaN or infinite.</param>
public sealed record BucketedSeries(
    double[] X,
    double[] Last,
    double[] Min,
    double[] Max,
    double[] Mean,
    long[] Count,
    long[] Nonfinite)
{
    /// <summary>No bucket at all.</summary>
    public static BucketedSeries Empty { get; } = new([], [], [], [], [], [], []);

    /// <summary>How many buckets hold points.</summary>
    public int Length => X.Length;

    /// <summary>Points in all buckets.</summary>
    public long Points => Count.Sum();

    /// <summary>Whether every bucket holds a single point, so that min, max, mean and last coincide.</summary>
    public bool Single => !Count.AsSpan().ContainsAnyExcept(1L);

    /// <summary>Whether some value is NaN or infinite.</summary>
    public bool HasNonfinite => Nonfinite.AsSpan().ContainsAnyExcept(0L);

    /// <summary>Arrays of a length, to be filled.</summary>
    internal static BucketedSeries Sized(int length) => new(
        GC.AllocateUninitializedArray<double>(length),
        GC.AllocateUninitializedArray<double>(length),
        GC.AllocateUninitializedArray<double>(length),
        GC.AllocateUninitializedArray<double>(length),
        GC.AllocateUninitializedArray<double>(length),
        GC.AllocateUninitializedArray<long>(length),
        GC.AllocateUninitializedArray<long>(length));
}
