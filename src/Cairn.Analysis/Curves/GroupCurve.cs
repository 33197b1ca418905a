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
        var low = new double[columns];
        var high = new double[columns];
        var x = new double[columns];
        for (var i = 0; i < cells; i++)
        {
            if (rank[i] < 0)
                continue;
            (low[rank[i]], high[rank[i]]) = (double.PositiveInfinity, double.NegativeInfinity);
            x[rank[i]] = place[i] / filled[i];
        }

        var rows = new double[curves.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Row(curves[i], rank, x, low, high);
        return Gather(x, rows, low, high, centre, spread);
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

    // A curve's value in each column, NaN where it counts nowhere.
    private static double[] Row(Curve curve, int[] rank, double[] x, double[] low, double[] high)
    {
        var row = GC.AllocateUninitializedArray<double>(x.Length);
        var next = 0;
        var before = -1;
        for (var i = 0; i < curve.Cells.Length; i++)
        {
            if (!double.IsFinite(curve.Y[i]))
                continue;
            var at = rank[curve.Cells[i]];
            for (; next < at; next++)
            {
                row[next] = double.NaN;
                if (before < 0)
                    continue;
                var share = (x[next] - curve.X[before]) / (curve.X[i] - curve.X[before]);
                var value = curve.Y[before] + (Math.Clamp(share, 0, 1) * (curve.Y[i] - curve.Y[before]));
                row[next] = value;
                (low[next], high[next]) = (Math.Min(low[next], value), Math.Max(high[next], value));
            }

            row[next++] = curve.Y[i];
            low[at] = Math.Min(low[at], double.IsNaN(curve.Low[i]) ? curve.Y[i] : curve.Low[i]);
            high[at] = Math.Max(high[at], double.IsNaN(curve.High[i]) ? curve.Y[i] : curve.High[i]);
            before = i;
        }

        row.AsSpan(next).Fill(double.NaN);
        return row;
    }

    // Row by row, as they lie in memory, and in the order of the curves, which decides how sums round.
    private static GroupCurve Gather(
        double[] x, double[][] rows, double[] low, double[] high, GroupCentre centre, GroupSpread spread)
    {
        var count = new long[x.Length];
        var mean = new double[x.Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (double.IsNaN(row[i]))
                    continue;
                mean[i] += row[i];
                count[i]++;
            }
        }

        for (var i = 0; i < mean.Length; i++)
            mean[i] /= count[i];
        var middle = centre == GroupCentre.Mean ? mean : Medians(rows, count);
        if (spread != GroupSpread.Range)
            Band(rows, count, mean, middle, low, high, spread);
        return new GroupCurve(x, middle, low, high, count);
    }

    private static void Band(
        double[][] rows, long[] count, double[] mean, double[] middle, double[] low, double[] high, GroupSpread spread)
    {
        var squares = new double[mean.Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (!double.IsNaN(row[i]))
                    squares[i] += (row[i] - mean[i]) * (row[i] - mean[i]);
            }
        }

        for (var i = 0; i < squares.Length; i++)
        {
            var half = count[i] < 2 ? 0 : Math.Sqrt(squares[i] / (count[i] - 1));
            if (spread == GroupSpread.Stderr)
                half /= Math.Sqrt(count[i]);
            (low[i], high[i]) = (middle[i] - half, middle[i] + half);
        }
    }

    private static double[] Medians(double[][] rows, long[] count)
    {
        var medians = new double[count.Length];
        var column = new double[rows.Length];
        for (var i = 0; i < medians.Length; i++)
        {
            var values = column.AsSpan(0, (int)count[i]);
            var at = 0;
            foreach (var row in rows)
            {
                if (!double.IsNaN(row[i]))
                    values[at++] = row[i];
            }

            values.Sort();
            var half = at / 2;
            medians[i] = at % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
        }

        return medians;
    }
}
