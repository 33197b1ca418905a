using System.Buffers;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>
/// Gathers points into the parts of a grid, in any order of x. The last point of a bucket is the one with the greatest x,
/// and of those the one added last.
/// </summary>
internal sealed class BucketColumns : IDisposable
{
    private readonly CellGrid _grid;
    private readonly Bucket[] _buckets;

    public BucketColumns(CellGrid grid)
    {
        _grid = grid;
        _buckets = ArrayPool<Bucket>.Shared.Rent(grid.Cells);
        _buckets.AsSpan(0, grid.Cells).Clear();
    }

    /// <summary>Adds a point; x has to be in the range of the grid.</summary>
    public void Add(double x, double y)
    {
        ref var bucket = ref _buckets[_grid.IndexOf(x)];
        if (bucket.Count++ == 0)
            (bucket.X, bucket.Last, bucket.Min, bucket.Max) = (x, y, double.NaN, double.NaN);
        else if (x >= bucket.X)
            (bucket.X, bucket.Last) = (x, y);
        if (!double.IsFinite(y))
        {
            bucket.Nonfinite++;
            return;
        }

        bucket.Min = bucket.Min <= y ? bucket.Min : y;
        bucket.Max = bucket.Max >= y ? bucket.Max : y;
        bucket.Sum += y;
    }

    /// <summary>The buckets that have points, by x.</summary>
    public BucketedSeries ToSeries()
    {
        var buckets = _buckets.AsSpan(0, _grid.Cells);
        var filled = 0;
        foreach (ref readonly var bucket in buckets)
            filled += bucket.Count > 0 ? 1 : 0;
        if (filled == 0)
            return BucketedSeries.Empty;
        var series = new BucketedSeries(
            new double[filled], new double[filled], new double[filled], new double[filled], new double[filled],
            new long[filled], new long[filled]);
        var at = 0;
        foreach (ref readonly var bucket in buckets)
        {
            if (bucket.Count == 0)
                continue;
            series.X[at] = bucket.X;
            series.Last[at] = bucket.Last;
            series.Min[at] = bucket.Min;
            series.Max[at] = bucket.Max;
            series.Mean[at] = bucket.Count == bucket.Nonfinite ? double.NaN : bucket.Sum / (bucket.Count - bucket.Nonfinite);
            series.Count[at] = bucket.Count;
            series.Nonfinite[at++] = bucket.Nonfinite;
        }

        return series;
    }

    public void Dispose() => ArrayPool<Bucket>.Shared.Return(_buckets);

    private struct Bucket
    {
        public double X;
        public double Last;
        public double Min;
        public double Max;
        public double Sum;
        public long Count;
        public long Nonfinite;
    }
}
