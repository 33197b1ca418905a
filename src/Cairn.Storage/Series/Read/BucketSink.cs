using System.Buffers;

namespace Cairn.Storage.Series.Read;

/// <summary>
/// Gathers points into buckets. Parts may come in any order: a bucket's last point is the greatest by (x, tie, value),
/// where tie is the other axis.
/// </summary>
internal sealed class BucketSink : IDisposable
{
    private readonly BucketGrid _grid;
    private readonly Cell[] _cells;

    public BucketSink(BucketGrid grid)
    {
        _grid = grid;
        _cells = ArrayPool<Cell>.Shared.Rent(grid.Buckets);
        _cells.AsSpan(0, grid.Buckets).Clear();
    }

    public ref readonly BucketGrid GridRef => ref _grid;

    /// <summary>Points whose x never goes back, all in the range. Without ties, no other part has a point at the same x.</summary>
    public void AddSorted(ReadOnlySpan<long> x, ReadOnlySpan<long> ties, ReadOnlySpan<double> values, bool finite)
    {
        var cursor = new BucketGrid.Cursor(_grid, x[0]);
        for (var i = 0; i < x.Length;)
        {
            cursor.MoveTo(x[i]);
            var last = cursor.Last;
            var end = i + 1;
            while (end < x.Length && x[end] <= last)
                end++;
            ref var cell = ref _cells[cursor.Bucket];
            cell.Add(values[i..end], finite);
            cell.End(x[end - 1], ties.IsEmpty ? long.MinValue : ties[end - 1], values[end - 1]);
            i = end;
        }
    }

    /// <summary>Points at x, x + stride, x + 2 · stride, …; all in the range, no other part has a point at the same x.</summary>
    public void AddRegular(long x, long stride, ReadOnlySpan<double> values, bool finite)
    {
        var cursor = new BucketGrid.Cursor(_grid, x);
        for (var i = 0; i < values.Length;)
        {
            var at = x + (i * stride);
            cursor.MoveTo(at);
            var room = (ulong)(cursor.Last - at);
            var count = (stride == 1 ? room : room / (ulong)stride) + 1;
            var end = count < (ulong)(values.Length - i) ? i + (int)count : values.Length;
            ref var cell = ref _cells[cursor.Bucket];
            cell.Add(values[i..end], finite);
            cell.End(x + ((end - 1) * stride), long.MinValue, values[end - 1]);
            i = end;
        }
    }

    /// <summary>Points in any order; those out of the range are left out.</summary>
    public void AddAny(ReadOnlySpan<long> x, ReadOnlySpan<long> ties, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (!_grid.Holds(x[i]))
                continue;
            ref var cell = ref _cells[_grid.IndexOf(x[i])];
            cell.Add(values.Slice(i, 1), finite: false);
            cell.End(x[i], ties[i], values[i]);
        }
    }

    /// <summary>Points already summed up that lie in one bucket.</summary>
    public void AddWhole(
        int bucket, long count, long finite, double min, double max, double sum, double last, long lastX, long lastTie)
    {
        ref var cell = ref _cells[bucket];
        cell.Merge(count, finite, min, max, sum);
        cell.End(lastX, lastTie, last);
    }

    public BucketedSeries Build()
    {
        var cells = _cells.AsSpan(0, _grid.Buckets);
        var filled = 0;
        foreach (ref readonly var cell in cells)
            filled += cell.Count > 0 ? 1 : 0;
        if (filled == 0)
            return BucketedSeries.Empty;
        var built = new BucketedSeries(
            new double[filled], new double[filled], new double[filled], new double[filled], new double[filled],
            new long[filled], new long[filled]);
        var at = 0;
        foreach (ref readonly var cell in cells)
        {
            if (cell.Count > 0)
                cell.Write(built, at++, cell.LastX);
        }

        return built;
    }

    public void Dispose() => ArrayPool<Cell>.Shared.Return(_cells);
}
