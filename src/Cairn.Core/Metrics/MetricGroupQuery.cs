using Cairn.Analysis.Curves;
using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Draws groups of runs as one line each, over all runs of the group whether or not anyone looks at them.</summary>
public sealed class MetricGroupQuery(MetricQuery metrics, RunIndex index)
{
    /// <summary>Answers a chart's question about groups; a group without the series has an empty line.</summary>
    public Outcome<SeriesGroupAnswer> Read(Caller caller, SeriesGroupQuery query)
    {
        if (Check(query) is { } refusal)
            return refusal;
        var all = GroupsOf(query);
        SeriesGroup[] groups = [.. all.Take(query.Groups)];
        var runs = groups.SelectMany(group => group.Runs).ToArray();
        if (!metrics.Read(caller, query.Series with { Runs = runs }).Try(out var answer, out refusal))
            return refusal;
        string[] keys = [.. query.Series.Keys, .. query.Series.Expressions.Select(one => one.Text)];
        var results = new SeriesGroupResult[groups.Length * keys.Length];
        var starts = new int[groups.Length];
        for (var i = 1; i < groups.Length; i++)
            starts[i] = starts[i - 1] + groups[i - 1].Runs.Count;
        Parallel.For(0, results.Length, i =>
        {
            var (group, key) = (i / keys.Length, i % keys.Length);
            var lines = Enumerable.Range(starts[group], groups[group].Runs.Count)
                .Select(run => answer.Series[(run * keys.Length) + key]).ToArray();
            results[i] = Line(query, group, keys[key], lines);
        });
        return new SeriesGroupAnswer(answer.From, answer.To, all.Length, groups, results);
    }

    private static SeriesGroupResult Line(SeriesGroupQuery query, int group, string key, SeriesResult[] lines)
    {
        var (from, to) = (lines[0].From, lines[0].To);
        var grid = new CellGrid(query.Series.Axis.Kind, from, to, query.Series.Buckets, query.Series.LogX);
        var curves = lines.Where(line => line.Buckets.Length > 0).Select(line => CurveOf(line.Buckets, grid)).ToArray();
        return new SeriesGroupResult(
            group, key, curves.Length, from, to, GroupCurve.Of(curves, grid.Cells, query.Centre, query.Spread));
    }

    private static Curve CurveOf(BucketedSeries buckets, CellGrid grid)
    {
        var cells = GC.AllocateUninitializedArray<int>(buckets.Length);
        var shared = false;
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = grid.IndexOf(buckets.X[i]);
            shared |= i > 0 && cells[i] == cells[i - 1];
        }

        return shared
            ? Merged(buckets, cells)
            : new Curve(cells, buckets.X, buckets.Last, buckets.Min, buckets.Max);
    }

    // Rounding may put two neighbouring buckets into one cell: they become one.
    private static Curve Merged(BucketedSeries buckets, int[] cells)
    {
        var (own, x, y) = (new List<int>(cells.Length), new List<double>(cells.Length), new List<double>(cells.Length));
        var (low, high) = (new List<double>(cells.Length), new List<double>(cells.Length));
        for (var i = 0; i < cells.Length; i++)
        {
            if (own.Count > 0 && own[^1] == cells[i])
            {
                (x[^1], y[^1]) = (buckets.X[i], buckets.Last[i]);
                low[^1] = low[^1] <= buckets.Min[i] ? low[^1] : buckets.Min[i];
                high[^1] = high[^1] >= buckets.Max[i] ? high[^1] : buckets.Max[i];
                continue;
            }

            own.Add(cells[i]);
            x.Add(buckets.X[i]);
            y.Add(buckets.Last[i]);
            low.Add(buckets.Min[i]);
            high.Add(buckets.Max[i]);
        }

        return new Curve([.. own], [.. x], [.. y], [.. low], [.. high]);
    }

    private SeriesGroup[] GroupsOf(SeriesGroupQuery query)
    {
        var groups = new Dictionary<string, (IReadOnlyList<RunValue> Values, List<long> Runs)>();
        var page = index.Query(new RunQuery
        {
            Projects = [query.Project],
            Filter = query.Filter,
            Columns = query.By,
            Limit = int.MaxValue - 1,
        })!;
        foreach (var row in page.Rows)
        {
            var name = string.Join('\u001f', row.Values.Select(value => $"{value.Kind}:{value}"));
            if (!groups.TryGetValue(name, out var group))
                groups[name] = group = (row.Values, []);
            group.Runs.Add(row.Id);
        }

        return [.. groups.Values.OrderByDescending(group => group.Runs.Count).Select(group => new SeriesGroup(group.Values, group.Runs))];
    }

    private static Refusal? Check(SeriesGroupQuery query)
    {
        if (query.Groups is < 1 or > SeriesGroupQuery.GroupLimit)
            return Refusal.Invalid("groups", $"{query.Groups} groups can't be answered.", $"1 to {SeriesGroupQuery.GroupLimit}");
        return query.By.Count > SeriesGroupQuery.ByLimit
            ? Refusal.Invalid("by", $"{query.By.Count} columns to group by are too many.", $"{SeriesGroupQuery.ByLimit}")
            : null;
    }
}
