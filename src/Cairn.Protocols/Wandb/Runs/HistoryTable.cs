using System.Text.Json;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Columns of values joined into rows by their step.</summary>
internal sealed class HistoryTable
{
    private readonly SortedDictionary<long, HistoryRow> _rows = [];

    public void Add(string key, SeriesPoints points)
    {
        for (var i = 0; i < points.Count; i++)
            Row(points.Steps[i]).Set(key, points.Times[i], points.Values[i], null);
    }

    public void Add(string key, long step, long time, JsonElement value) => Row(step).Set(key, time, 0, value);

    /// <summary>Rows with at least so many values, by step, evenly thinned out to at most <paramref name="samples"/>.</summary>
    public IReadOnlyList<HistoryRow> Rows(int samples, int values = 0) =>
        Thin([.. _rows.Values.Where(row => row.Values.Count >= values)], samples);

    /// <summary>At most so many of the items, evenly spread, the first and the last among them.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> items, int samples)
    {
        if (items.Count <= samples)
            return items;
        if (samples <= 0)
            return [];
        if (samples == 1)
            return [items[^1]];
        return [.. Enumerable.Range(0, samples).Select(i => items[(int)((long)i * (items.Count - 1) / (samples - 1))])];
    }

    private HistoryRow Row(long step)
    {
        if (!_rows.TryGetValue(step, out var row))
            _rows[step] = row = new HistoryRow(step);
        return row;
    }
}
