using Cairn.Storage.Series;

namespace Cairn.Storage.Tests.Series;

/// <summary>What a series store must answer, computed the plainest way.</summary>
internal sealed class SeriesModel
{
    private readonly Dictionary<(long Run, string Key), SortedSet<SeriesPosition>> _series = [];

    public IEnumerable<(long Run, string Key)> All =>
        _series.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key);

    public void Add(long run, string key, long step, long time, double value)
    {
        if (!_series.TryGetValue((run, key), out var points))
            _series.Add((run, key), points = []);
        points.Add(new SeriesPosition(step, time, value));
    }

    public void Truncate(long run, long fromStep)
    {
        foreach (var (name, points) in _series)
        {
            if (name.Run == run)
                points.RemoveWhere(point => point.Step >= fromStep);
        }
    }

    public void Delete(long run) => Truncate(run, long.MinValue);

    public SeriesPosition[] Points(long run, string key) =>
        _series.TryGetValue((run, key), out var points) ? [.. points] : [];

    public SeriesSummary? Summary(long run, string key)
    {
        var points = Points(run, key);
        if (points.Length == 0)
            return null;
        var finite = points.Where(point => double.IsFinite(point.Value)).ToArray();
        var min = finite.Length == 0 ? double.NaN : finite.Min(point => point.Value);
        var max = finite.Length == 0 ? double.NaN : finite.Max(point => point.Value);
        var (first, last) = (points[0], points[^1]);
        return new SeriesSummary(
            run, key, points.Length, finite.Length, first.Value, last.Value, min, max,
            Mean(finite), first.Step, last.Step,
            finite.Length == 0 ? first.Step : finite.Where(point => point.Value == min).Min(point => point.Step),
            finite.Length == 0 ? first.Step : finite.Where(point => point.Value == max).Min(point => point.Step),
            first.Time, last.Time);
    }

    public BucketedSeries Buckets(long run, string key, SeriesAxis axis, long from, long to, int buckets)
    {
        var span = (Int128)to - from + 1;
        var groups = Points(run, key)
            .Select(point => (X: axis == SeriesAxis.Step ? point.Step : point.Time, Point: point))
            .Where(point => point.X >= from && point.X <= to)
            .GroupBy(point => (int)(((Int128)point.X - from) * buckets / span))
            .OrderBy(group => group.Key)
            .Select(group => group
                .OrderBy(point => point.X)
                .ThenBy(point => axis == SeriesAxis.Step ? point.Point.Time : point.Point.Step)
                .ThenBy(point => point.Point)
                .ToArray())
            .ToArray();
        var finite = groups
            .Select(group => group.Select(point => point.Point).Where(point => double.IsFinite(point.Value)).ToArray())
            .ToArray();
        return new BucketedSeries(
            [.. groups.Select(group => (double)group[^1].X)],
            [.. groups.Select(group => group[^1].Point.Value)],
            [.. finite.Select(group => group.Length == 0 ? double.NaN : group.Min(point => point.Value))],
            [.. finite.Select(group => group.Length == 0 ? double.NaN : group.Max(point => point.Value))],
            [.. finite.Select(Mean)],
            [.. groups.Select(group => group.LongLength)],
            [.. groups.Select((group, i) => group.LongLength - finite[i].Length)]);
    }

    private static double Mean(SeriesPosition[] finite) =>
        finite.Length == 0 ? double.NaN : finite.Sum(point => point.Value / finite.Length);
}
