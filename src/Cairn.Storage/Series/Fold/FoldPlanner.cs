using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Read;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Fold;

/// <summary>
/// Decides how frozen points become row groups: rows with the same keys together, merged with the run's smaller row
/// groups of the same series, so that these stay few (each at least about twice the next, and at most four).
/// </summary>
internal sealed class FoldPlanner(ReaderPool readers, SeriesSource source, SeriesNumbers numbers, ILogger logger)
{
    private const int SmallRows = 64;
    private const int SmallGroups = 16;
    private const int MostPartial = 4;
    private const int MostPartialPerSeries = 8;

    /// <summary>Freezes a run's points; null if there are none, or a fold is under way. Then <see cref="Plan"/>.</summary>
    public static FoldPlan? Freeze(RunState run)
    {
        if (run.Plan is not null || run.Staged.Count == 0 || run.Evicted)
            return null;
        run.Freeze();
        var plan = new FoldPlan(run, run.Version, run.NextGroup) { Staged = run.Folding };
        foreach (var series in run.Series)
        {
            if (!series.Changed)
                continue;
            series.Changed = false;
            plan.Summaries.Add(new SummaryWrite(series, series.Id, series.Id == 0, series.Tally));
        }

        return run.Plan = plan;
    }

    /// <summary>Encodes what was frozen; needs no gate, because nobody changes frozen points.</summary>
    public void Plan(FoldPlan plan, List<List<RowSet>> frozen)
    {
        var ids = Number(plan);
        var sets = Regroup(frozen.ConvertAll(parts => RowSet.Merge(parts[0].Series, parts)));
        var partial = sets.Count == 0 ? [] : Partial(plan.Run.Run);
        foreach (var set in sets)
            Write(plan, set, ids, partial);
        Compact(plan, partial);
    }

    /// <summary>The frozen points of a run, some ordered sets for each group of keys; under the run's gate.</summary>
    public static List<List<RowSet>> Frozen(RunState run)
    {
        var sets = new List<List<RowSet>>();
        foreach (var group in run.Groups)
        {
            if (group.Frozen.Count > 0)
                sets.Add(group.Frozen.ConvertAll(segment => new RowSet(group.Series, segment)));
        }

        return sets;
    }

    /// <summary>Numbers for the series new to the database.</summary>
    public Dictionary<SeriesState, long> Number(FoldPlan plan)
    {
        var ids = new Dictionary<SeriesState, long>(plan.Summaries.Count);
        for (var i = 0; i < plan.Summaries.Count; i++)
        {
            var summary = plan.Summaries[i];
            if (summary.Insert)
                plan.Summaries[i] = summary = summary with { Id = numbers.Next() };
            ids.Add(summary.Series, summary.Id);
        }

        return ids;
    }

    /// <summary>Reads a row group whole; null if some of it is damaged or gone.</summary>
    public RowSet? Load(Reader reader, long run, long group, long[] series)
    {
        try
        {
            var axis = source.Axis(Ids.Row(run, group));
            if (axis is null)
                return null;
            var columns = new double[series.Length][];
            for (var i = 0; i < columns.Length; i++)
            {
                var data = reader.Data(Ids.Row(series[i], group));
                if (data is null)
                    return null;
                columns[i] = new double[axis.Count];
                ValueColumn.Read(data, 0, columns[i]);
            }

            return new RowSet([], axis.Steps, axis.Times, columns, axis.Count);
        }
        catch (SeriesDamagedException damage)
        {
            logger.LogError(damage, "Row group {Group} of run {Run} is left as it is", group, run);
            return null;
        }
    }

    /// <summary>Many small sets of differing keys would make many tiny chunks; their series are taken apart.</summary>
    private static List<RowSet> Regroup(List<RowSet> sets)
    {
        var small = sets.Where(set => set.Rows < SmallRows && set.Series.Length > 1).ToList();
        if (small.Count <= SmallGroups)
            return sets;
        var columns = new Dictionary<SeriesState, List<RowSet>>();
        foreach (var set in sets)
        {
            if (set.Series.Length > 1 && set.Rows >= SmallRows)
                continue;
            for (var i = 0; i < set.Series.Length; i++)
            {
                if (!columns.TryGetValue(set.Series[i], out var parts))
                    columns.Add(set.Series[i], parts = []);
                parts.Add(new RowSet([set.Series[i]], set.Steps, set.Times, [set.Columns[i]], set.Rows));
            }
        }

        var regrouped = sets.Where(set => set.Series.Length > 1 && set.Rows >= SmallRows).ToList();
        foreach (var (series, parts) in columns)
            regrouped.Add(RowSet.Merge([series], parts));
        return regrouped;
    }

    private List<AxisEntry> Partial(long run)
    {
        using var lease = readers.Rent();
        return lease.Reader.Axes(run).FindAll(axis => axis.Count < ValueColumn.Most);
    }

    private void Write(FoldPlan plan, RowSet set, Dictionary<SeriesState, long> ids, List<AxisEntry> partial)
    {
        var own = Array.ConvertAll(set.Series, series => ids[series]);
        var sorted = own.Order().ToArray();
        var list = SeriesList.Write(sorted);
        var same = partial.FindAll(axis => axis.Series.AsSpan().SequenceEqual(list));
        same.Sort(static (a, b) => a.Count.CompareTo(b.Count));
        var merged = new List<RowSet> { set };
        var rows = set.Rows;
        using (var lease = readers.Rent())
        {
            for (var i = 0; i < same.Count; i++)
            {
                if (same[i].Count > 2 * rows && same.Count - i < MostPartial)
                    break;
                if (Load(lease.Reader, plan.Run.Run, same[i].Group, sorted) is not { } loaded)
                    continue;
                merged.Add(Arranged(loaded, set.Series, own, sorted));
                rows += loaded.Rows;
                plan.PointsChange -= (long)loaded.Rows * sorted.Length;
                plan.Replaced.Add((same[i].Group, sorted));
                partial.Remove(same[i]);
            }
        }

        PlanWriter.Write(plan, RowSet.Merge(set.Series, merged), own);
    }

    /// <summary>A loaded row group with its columns in the order of the set it joins.</summary>
    private static RowSet Arranged(RowSet loaded, SeriesState[] series, long[] own, long[] sorted)
    {
        var columns = new double[own.Length][];
        for (var i = 0; i < own.Length; i++)
            columns[i] = loaded.Columns[Array.BinarySearch(sorted, own[i])];
        return new RowSet(series, loaded.Steps, loaded.Times, columns, loaded.Rows);
    }

    /// <summary>A single series spread over many small row groups of differing keys gets one of its own.</summary>
    private void Compact(FoldPlan plan, List<AxisEntry> partial)
    {
        if (partial.Count <= MostPartialPerSeries)
            return;
        var groups = new Dictionary<long, List<AxisEntry>>();
        foreach (var axis in partial)
        {
            foreach (var id in SeriesList.Read(axis.Series))
            {
                if (!groups.TryGetValue(id, out var axes))
                    groups.Add(id, axes = []);
                axes.Add(axis);
            }
        }

        var crowded = groups.Where(pair => pair.Value.Count > MostPartialPerSeries).Select(pair => pair.Key).ToHashSet();
        if (crowded.Count == 0)
            return;
        var touched = partial.FindAll(axis => Array.Exists(SeriesList.Read(axis.Series), crowded.Contains));
        Rewrite(plan, touched);
    }

    /// <summary>Replaces row groups by one for each of their series.</summary>
    private void Rewrite(FoldPlan plan, List<AxisEntry> axes)
    {
        var columns = new Dictionary<long, List<RowSet>>();
        using var lease = readers.Rent();
        foreach (var axis in axes)
        {
            var series = SeriesList.Read(axis.Series);
            if (Load(lease.Reader, plan.Run.Run, axis.Group, series) is not { } loaded)
                continue;
            plan.PointsChange -= (long)loaded.Rows * series.Length;
            plan.Replaced.Add((axis.Group, series));
            for (var i = 0; i < series.Length; i++)
            {
                if (!columns.TryGetValue(series[i], out var parts))
                    columns.Add(series[i], parts = []);
                parts.Add(new RowSet([], loaded.Steps, loaded.Times, [loaded.Columns[i]], loaded.Rows));
            }
        }

        foreach (var (id, parts) in columns)
        {
            var merged = RowSet.Merge([], parts);
            PlanWriter.Write(plan, merged, [id]);
        }
    }
}
