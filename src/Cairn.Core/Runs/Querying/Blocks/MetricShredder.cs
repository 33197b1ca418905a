using Cairn.Storage.Series;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Makes the metric columns of one block.</summary>
internal static class MetricShredder
{
    // A block of runs that all have keys of their own would have a cell for each; the rest is read from the series.
    private const int MostKeys = 20_000;

    /// <summary>The aggregates that blocks have, those that people sort by.</summary>
    public static bool Has(MetricAggregate aggregate) =>
        aggregate is MetricAggregate.Last or MetricAggregate.Min or MetricAggregate.Max;

    /// <summary>How a block calls a column.</summary>
    public static string Path(string key, MetricAggregate aggregate) => $"{(int)aggregate} {key}";

    /// <summary>The folded series of the runs with ids in [first, last], which are one block.</summary>
    public static ShreddedBlock Shred(SeriesStore series, long first, long last)
    {
        var hashes = new ulong[BlockFile.Size];
        var columns = new Dictionary<string, (CellWriter Last, CellWriter Min, CellWriter Max)>(StringComparer.Ordinal);
        var isComplete = true;
        var found = new List<(int Place, SeriesSummary Summary)>();
        series.ScanFolded(
            first,
            last,
            (run, version) => hashes[run - first] = (ulong)version + 1,
            summary => found.Add(((int)(summary.Run - first), summary)));
        found.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        foreach (var (place, summary) in found)
        {
            if (!columns.TryGetValue(summary.Key, out var column))
            {
                if (columns.Count >= MostKeys)
                {
                    isComplete = false;
                    continue;
                }

                columns.Add(summary.Key, column = (new CellWriter(), new CellWriter(), new CellWriter()));
            }

            column.Last.Add(place, RunValue.Of(summary.Last));
            column.Min.Add(place, RunValue.Of(summary.Min));
            column.Max.Add(place, RunValue.Of(summary.Max));
        }

        return new ShreddedBlock(hashes, isComplete,
        [
            .. columns.SelectMany(one => new[]
            {
                (Path(one.Key, MetricAggregate.Last), one.Value.Last.Encode()),
                (Path(one.Key, MetricAggregate.Min), one.Value.Min.Encode()),
                (Path(one.Key, MetricAggregate.Max), one.Value.Max.Encode()),
            }),
        ]);
    }
}
