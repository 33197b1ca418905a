using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Cuts a range for a logarithmic axis: octave by octave, each in parts of equal number.</summary>
internal static class LogBuckets
{
    public static BucketedSeries Read(double from, double to, int buckets, Func<double, double, int, BucketedSeries> read)
    {
        var octaves = Math.Max(1, (int)Math.Ceiling(Math.Log2(to / from)));
        var parts = new List<BucketedSeries>(octaves);
        for (var i = 0; i < octaves; i++)
        {
            var first = i == 0 ? from : Math.BitIncrement(from * Math.Pow(to / from, (double)i / octaves));
            var last = i == octaves - 1 ? to : from * Math.Pow(to / from, (i + 1.0) / octaves);
            parts.Add(read(first, last, Math.Max(1, buckets / octaves)));
        }

        return new BucketedSeries(
            [.. parts.SelectMany(part => part.X)],
            [.. parts.SelectMany(part => part.Last)],
            [.. parts.SelectMany(part => part.Min)],
            [.. parts.SelectMany(part => part.Max)],
            [.. parts.SelectMany(part => part.Mean)],
            [.. parts.SelectMany(part => part.Count)],
            [.. parts.SelectMany(part => part.Nonfinite)]);
    }
}
