namespace Cairn.Analysis.Curves;

/// <summary>The line of a group of curves with its band; all arrays as long.</summary>
/// <param name="X">Where each value stands, ascending.</param>
/// <param name="Centre">The mean or median over the curves.</param>
/// <param name="Low">Lower edge of the band; the centre where one curve alone has a value.</param>
/// <param name="High">Upper edge of the band.</param>
/// <param name="Count">How many curves have a value here.</param>
public sealed record GroupCurve(double[] X, double[] Centre, double[] Low, double[] High, long[] Count)
{
    /// <summary>
    /// Brings curves on one grid of <paramref name="cells"/> cells together. A curve without a point in a cell counts by the
    /// straight line between its neighbours, never beyond its first and last point; values that are not finite count
    /// nowhere. The band of <see cref="GroupSpread.Range"/> holds every point of every curve.
    /// </summary>
    public static GroupCurve Of(IReadOnlyList<Curve> curves, int cells, GroupCentre centre, GroupSpread spread)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var place = Places(curves, cells, out var filled);
        var rank = new int[cells];
        var columns = 0;
        for (var i = 0; i < cells; i++)
            rank[i] = filled[i] > 0 ? columns++ : -1;
        var values = new List<double>[columns];
        var low = new double[columns];
        var high = new double[columns];
        var x = new double[columns];
        for (var i = 0; i < cells; i++)
        {
            if (rank[i] < 0)
                continue;
            values[rank[i]] = [];
            (low[rank[i]], high[rank[i]]) = (double.PositiveInfinity, double.NegativeInfinity);
            x[rank[i]] = place[i] / filled[i];
        }

        foreach (var curve in curves)
            Spread(curve, rank, x, values, low, high);
        return Gather(x, values, low, high, centre, spread);
    }

    // A cell stands at the mean place of the points in it.
    private static double[] Places(IReadOnlyList<Curve> curves, int cells, out int[] filled)
    {
        var place = new double[cells];
        filled = new int[cells];
        foreach (var curve in curves)
        {
            for (var i = 0; i < curve.Cells.Length; i++)
            {
                if (!double.IsFinite(curve.Y[i]))
                    continue;
                place[curve.Cells[i]] += curve.X[i];
                filled[curve.Cells[i]]++;
            }
        }

        return place;
    }

    private static void Spread(
        Curve curve, int[] rank, double[] x, List<double>[] values, double[] low, double[] high)
    {
        var before = -1;
        for (var i = 0; i < curve.Cells.Length; i++)
        {
            if (!double.IsFinite(curve.Y[i]))
                continue;
            var at = rank[curve.Cells[i]];
            if (before >= 0)
            {
                for (var gap = rank[curve.Cells[before]] + 1; gap < at; gap++)
                {
                    var share = (x[gap] - curve.X[before]) / (curve.X[i] - curve.X[before]);
                    var value = curve.Y[before] + (Math.Clamp(share, 0, 1) * (curve.Y[i] - curve.Y[before]));
                    values[gap].Add(value);
                    (low[gap], high[gap]) = (Math.Min(low[gap], value), Math.Max(high[gap], value));
                }
            }

            values[at].Add(curve.Y[i]);
            low[at] = Math.Min(low[at], double.IsNaN(curve.Low[i]) ? curve.Y[i] : curve.Low[i]);
            high[at] = Math.Max(high[at], double.IsNaN(curve.High[i]) ? curve.Y[i] : curve.High[i]);
            before = i;
        }
    }

    private static GroupCurve Gather(
        double[] x, List<double>[] values, double[] low, double[] high, GroupCentre centre, GroupSpread spread)
    {
        var middle = new double[x.Length];
        var count = new long[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var here = values[i];
            count[i] = here.Count;
            var mean = here.Sum() / here.Count;
            middle[i] = centre == GroupCentre.Mean ? mean : Median(here);
            if (spread == GroupSpread.Range)
                continue;
            var half = here.Count < 2 ? 0 : Math.Sqrt(here.Sum(value => (value - mean) * (value - mean)) / (here.Count - 1));
            if (spread == GroupSpread.Stderr)
                half /= Math.Sqrt(here.Count);
            (low[i], high[i]) = (middle[i] - half, middle[i] + half);
        }

        return new GroupCurve(x, middle, low, high, count);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
