using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Draws one series over the values of another: points of the same step belong together.</summary>
internal static class MetricAxis
{
    /// <summary>
    /// Buckets of <paramref name="y"/> by x in [<paramref name="from"/>, <paramref name="to"/>]. Where a step has
    /// several points they pair up in their order; a point without a finite partner is left out.
    /// </summary>
    public static BucketedSeries Bucket(SeriesPoints x, SeriesPoints y, double from, double to, int buckets)
    {
        var (xs, ys) = Pair(x, y, from, to);

        // A stable order by x keeps the last point of a bucket the one with the highest step.
        var order = new int[xs.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => xs[a].CompareTo(xs[b]) is var byX && byX != 0 ? byX : a.CompareTo(b));

        var result = new Columns();
        var width = (to - from) / buckets;
        var open = -1;
        foreach (var i in order)
        {
            var bucket = width > 0 ? (int)Math.Min((xs[i] - from) / width, buckets - 1) : 0;
            if (bucket != open)
                result.Begin();
            open = bucket;
            result.Add(xs[i], ys[i]);
        }

        return result.ToSeries();
    }

    private static (List<double> Xs, List<double> Ys) Pair(SeriesPoints x, SeriesPoints y, double from, double to)
    {
        var xs = new List<double>(y.Count);
        var ys = new List<double>(y.Count);
        var i = 0;
        for (var j = 0; j < y.Count; j++)
        {
            while (i < x.Count && x.Steps[i] < y.Steps[j])
                i++;
            if (i == x.Count)
                break;
            if (x.Steps[i] != y.Steps[j])
                continue;
            var value = x.Values[i];
            if (double.IsFinite(value) && value >= from && value <= to)
            {
                xs.Add(value);
                ys.Add(y.Values[j]);
            }

            var oneMoreX = i + 1 < x.Count && x.Steps[i + 1] == y.Steps[j];
            var oneMoreY = j + 1 < y.Count && y.Steps[j + 1] == y.Steps[j];
            if (oneMoreX && oneMoreY)
                i++;
        }

        return (xs, ys);
    }

    private sealed class Columns
    {
        private readonly List<double> _x = [];
        private readonly List<double> _last = [];
        private readonly List<double> _min = [];
        private readonly List<double> _max = [];
        private readonly List<double> _sum = [];
        private readonly List<long> _count = [];
        private readonly List<long> _nonfinite = [];

        public void Begin()
        {
            _x.Add(0);
            _last.Add(0);
            _min.Add(double.NaN);
            _max.Add(double.NaN);
            _sum.Add(0);
            _count.Add(0);
            _nonfinite.Add(0);
        }

        public void Add(double x, double y)
        {
            _x[^1] = x;
            _last[^1] = y;
            _count[^1]++;
            if (!double.IsFinite(y))
            {
                _nonfinite[^1]++;
                return;
            }

            _min[^1] = _min[^1] <= y ? _min[^1] : y;
            _max[^1] = _max[^1] >= y ? _max[^1] : y;
            _sum[^1] += y;
        }

        public BucketedSeries ToSeries() => new(
            [.. _x],
            [.. _last],
            [.. _min],
            [.. _max],
            [.. _sum.Select((sum, i) => _count[i] == _nonfinite[i] ? double.NaN : sum / (_count[i] - _nonfinite[i]))],
            [.. _count],
            [.. _nonfinite]);
    }
}
