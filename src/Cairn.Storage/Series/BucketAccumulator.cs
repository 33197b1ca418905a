using Cairn.Storage.Series.Read;

namespace Cairn.Storage.Series;

/// <summary>
/// Buckets points over any float64 axis (seconds since a start, another metric): [from, to] in equal parts. Points may
/// come in any order; of those that share the greatest x of a bucket, the one added last is its last.
/// </summary>
public sealed class BucketAccumulator
{
    private readonly Cell[] _cells;
    private readonly double[] _x;
    private readonly double _from;
    private readonly double _to;
    private readonly double _half;

    /// <summary>Buckets over the finite range [from, to]; <paramref name="buckets"/> is at least 1.</summary>
    public BucketAccumulator(double from, double to, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        if (!double.IsFinite(from) || !double.IsFinite(to) || from > to)
            throw new ArgumentException($"[{from}, {to}] is not a range");
        (_from, _to) = (from, to);
        _half = (to / 2) - (from / 2);
        _cells = new Cell[buckets];
        _x = new double[buckets];
    }

    /// <summary>Adds a point; one whose x is outside of the range, or NaN, is left out.</summary>
    public void Add(double x, double value)
    {
        if (!(x >= _from && x <= _to))
            return;

        // Halves, because to - from may be more than float64 can hold.
        var part = _half == 0 ? 0 : ((x / 2) - (_from / 2)) / _half;
        var bucket = Math.Min((int)(part * _cells.Length), _cells.Length - 1);
        ref var cell = ref _cells[bucket];
        var later = cell.Count == 0 || x >= _x[bucket];
        cell.Add([value], finite: false);
        if (!later)
            return;
        _x[bucket] = x;
        cell.Replace(ValueOrder.Canonical(value));
    }

    /// <summary>The buckets that hold points so far.</summary>
    public BucketedSeries Build()
    {
        var filled = Array.FindAll(_cells, cell => cell.Count > 0).Length;
        if (filled == 0)
            return BucketedSeries.Empty;
        var built = BucketedSeries.Sized(filled);
        var at = 0;
        for (var bucket = 0; bucket < _cells.Length; bucket++)
        {
            if (_cells[bucket].Count > 0)
                _cells[bucket].Write(built, at++, _x[bucket]);
        }

        return built;
    }
}
