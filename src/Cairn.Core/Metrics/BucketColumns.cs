using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Gathers points in ascending x into buckets, one after the other.</summary>
internal sealed class BucketColumns
{
    private readonly List<double> _x = [];
    private readonly List<double> _last = [];
    private readonly List<double> _min = [];
    private readonly List<double> _max = [];
    private readonly List<double> _sum = [];
    private readonly List<long> _count = [];
    private readonly List<long> _nonfinite = [];

    /// <summary>Buckets of points whose x ascends; those with one x keep their order.</summary>
    public static BucketedSeries Of(IReadOnlyList<double> x, IReadOnlyList<double> y, CellGrid grid)
    {
        var columns = new BucketColumns();
        var open = -1;
        for (var i = 0; i < x.Count; i++)
        {
            var bucket = grid.IndexOf(x[i]);
            if (bucket != open)
                columns.Begin();
            open = bucket;
            columns.Add(x[i], y[i]);
        }

        return columns.ToSeries();
    }

    private void Begin()
    {
        _x.Add(0);
        _last.Add(0);
        _min.Add(double.NaN);
        _max.Add(double.NaN);
        _sum.Add(0);
        _count.Add(0);
        _nonfinite.Add(0);
    }

    private void Add(double x, double y)
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

    private BucketedSeries ToSeries() => new(
        [.. _x],
        [.. _last],
        [.. _min],
        [.. _max],
        [.. _sum.Select((sum, i) => _count[i] == _nonfinite[i] ? double.NaN : sum / (_count[i] - _nonfinite[i]))],
        [.. _count],
        [.. _nonfinite]);
}
