using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Draws one series over the values of another: points of the same step belong together.</summary>
internal static class MetricAxis
{
    /// <summary>
    /// Buckets of <paramref name="y"/> by x in [<paramref name="from"/>, <paramref name="to"/>]. Where a step has
    /// several points they pair up in their order; a point without a finite partner is left out.
    /// </summary>
    public static BucketedSeries Bucket(SeriesPoints x, SeriesPoints y, double from, double to, CellGrid grid)
    {
        var (xs, ys) = Pair(x, y, from, to);

        // A stable order by x keeps the last point of a bucket the one with the highest step.
        var order = new int[xs.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => xs[a].CompareTo(xs[b]) is var byX && byX != 0 ? byX : a.CompareTo(b));
        return BucketColumns.Of([.. order.Select(i => xs[i])], [.. order.Select(i => ys[i])], grid);
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
}
