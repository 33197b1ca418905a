using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Draws one series over the values of another: points of the same step belong together.</summary>
internal static class MetricAxis
{
    /// <summary>
    /// Buckets of y by x in [<paramref name="from"/>, <paramref name="to"/>]. Where a step has several points they pair up
    /// in their order; a point without a finite partner is left out. The last point of a bucket is the one with the
    /// greatest x, and of those the one with the highest step.
    /// </summary>
    public static BucketedSeries Bucket(
        ReadOnlySpan<long> xSteps, ReadOnlySpan<double> xValues, ReadOnlySpan<long> ySteps, ReadOnlySpan<double> yValues,
        double from, double to, CellGrid grid)
    {
        using var columns = new BucketColumns(grid);
        var i = 0;
        for (var j = 0; j < ySteps.Length; j++)
        {
            while (i < xSteps.Length && xSteps[i] < ySteps[j])
                i++;
            if (i == xSteps.Length)
                break;
            if (xSteps[i] != ySteps[j])
                continue;
            var value = xValues[i];
            if (value >= from && value <= to && double.IsFinite(value))
                columns.Add(value, yValues[j]);
            var oneMoreX = i + 1 < xSteps.Length && xSteps[i + 1] == ySteps[j];
            var oneMoreY = j + 1 < ySteps.Length && ySteps[j + 1] == ySteps[j];
            if (oneMoreX && oneMoreY)
                i++;
        }

        return columns.ToSeries();
    }
}
