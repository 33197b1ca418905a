using System.Runtime.CompilerServices;

namespace Cairn.Storage.Series.Read;

/// <summary>One bucket: what it counts, and its last point so far.</summary>
internal struct Cell
{
    public long Count;
    public long LastX;
    private long _finite;
    private double _min;
    private double _max;
    private double _sum;
    private double _last;
    private long _lastTie;
    private bool _ended;

    public void Add(ReadOnlySpan<double> values, bool finite)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0;
        var count = values.Length;
        if (finite)
        {
            foreach (var value in values)
            {
                min = value < min ? value : min;
                max = value > max ? value : max;
                sum += value;
            }
        }
        else
        {
            foreach (var value in values)
            {
                if (!double.IsFinite(value))
                {
                    count--;
                    continue;
                }

                min = value < min ? value : min;
                max = value > max ? value : max;
                sum += value;
            }
        }

        Merge(values.Length, count, min, max, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Merge(long count, long finite, double min, double max, double sum)
    {
        Count += count;
        if (finite == 0)
            return;
        if (_finite == 0)
        {
            (_min, _max, _sum) = (min, max, sum);
        }
        else
        {
            _min = min < _min ? min : _min;
            _max = max > _max ? max : _max;
            _sum += sum;
        }

        _finite += finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(long x, long tie, double value)
    {
        if (_ended && (x < LastX || (x == LastX && !Later(tie, value))))
            return;
        (LastX, _lastTie, _last, _ended) = (x, tie, value, true);
    }

    /// <summary>Sets the last value, for who keeps x elsewhere.</summary>
    public void Replace(double value) => _last = value;

    public readonly void Write(BucketedSeries target, int at, double x)
    {
        target.X[at] = x;
        target.Last[at] = _last;
        target.Min[at] = _finite == 0 ? double.NaN : _min;
        target.Max[at] = _finite == 0 ? double.NaN : _max;
        target.Mean[at] = Tally.MeanOf(_sum, _finite, _min, _max);
        target.Count[at] = Count;
        target.Nonfinite[at] = Count - _finite;
    }

    private readonly bool Later(long tie, double value) =>
        tie > _lastTie || (tie == _lastTie && ValueOrder.Of(value) >= ValueOrder.Of(_last));
}
