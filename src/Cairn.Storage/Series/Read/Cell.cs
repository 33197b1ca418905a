using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
            // Several sums side by side, once there are enough values to pay for adding them up.
            var i = 0;
            if (Vector256.IsHardwareAccelerated && values.Length >= 16)
            {
                var (least, most, total) = (Vector256.Create(min), Vector256.Create(max), Vector256<double>.Zero);
                for (; i + 4 <= values.Length; i += 4)
                {
                    var four = Vector256.Create(values[i..]);
                    least = Vector256.MinNative(four, least);
                    most = Vector256.MaxNative(four, most);
                    total += four;
                }

                for (var lane = 0; lane < 4; lane++)
                {
                    min = double.MinNative(min, least[lane]);
                    max = double.MaxNative(max, most[lane]);
                }

                sum = Vector256.Sum(total);
            }

            for (; i < values.Length; i++)
            {
                var value = values[i];
                min = double.MinNative(value, min);
                max = double.MaxNative(value, max);
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
