using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Read;

namespace Cairn.Storage.Series.Fold;

/// <summary>Plans what takes points away: a rewind to a step, or the end of a run. On the writer thread, under the gate.</summary>
internal sealed class RewindPlanner(ReaderPool readers, FoldPlanner folds)
{
    /// <summary>Keeps only points before <paramref name="fromStep"/>; what is unfolded of them is folded on the way.</summary>
    public FoldPlan Truncate(RunState run, long fromStep)
    {
        var plan = Begin(run);
        var written = new Dictionary<long, Tally>();
        void Written(long id, Tally tally)
        {
            written.TryGetValue(id, out var sum);
            sum.Merge(tally);
            written[id] = sum;
        }

        foreach (var series in run.Series)
            plan.Summaries.Add(new SummaryWrite(series, series.Id, series.Id == 0, series.Tally));
        var ids = folds.Number(plan);
        using var lease = readers.Rent();
        var reader = lease.Reader;
        var left = new HashSet<long>();
        foreach (var axis in reader.Axes(run.Run))
        {
            if (axis.LastStep < fromStep)
                left.Add(axis.Group);
            else if (axis.FirstStep >= fromStep)
                Bury(plan, axis);
            else
                Cut(plan, reader, axis, fromStep, Written);
        }

        foreach (var parts in FoldPlanner.Frozen(run))
        {
            var set = RowSet.Merge(parts[0].Series, parts);
            var rows = Search.LowerBound(set.Steps.AsSpan(0, set.Rows), fromStep);
            var kept = new RowSet(set.Series, set.Steps, set.Times, set.Columns, rows);
            PlanWriter.Write(plan, kept, Array.ConvertAll(set.Series, series => ids[series]), Written);
        }

        Summarise(plan, reader, left, written);
        return plan;
    }

    /// <summary>Keeps nothing.</summary>
    public FoldPlan Delete(RunState run)
    {
        var plan = Begin(run);
        using var lease = readers.Rent();
        foreach (var axis in lease.Reader.Axes(run.Run))
            Bury(plan, axis);
        plan.Removed.AddRange(run.Series);
        return plan;
    }

    private static FoldPlan Begin(RunState run)
    {
        run.Freeze();
        return run.Plan = new FoldPlan(run, run.Version, run.NextGroup) { Staged = run.Folding, Rewinds = true };
    }

    private static void Bury(FoldPlan plan, AxisEntry axis)
    {
        plan.Dead.Add(axis);
        plan.PointsChange -= (long)axis.Count * SeriesList.Read(axis.Series).Length;
    }

    private void Cut(FoldPlan plan, Reader reader, AxisEntry axis, long fromStep, Action<long, Tally> written)
    {
        var series = SeriesList.Read(axis.Series);
        var loaded = folds.Load(reader, plan.Run.Run, axis.Group, series)
            ?? throw new SeriesDamagedException(
                $"run {plan.Run.Run} cannot be rewound to step {fromStep}: row group {axis.Group} is damaged");
        var rows = Search.LowerBound(loaded.Steps.AsSpan(0, loaded.Rows), fromStep);
        plan.Replaced.Add((axis.Group, series));
        plan.PointsChange -= (long)loaded.Rows * series.Length;
        PlanWriter.Write(plan, new RowSet([], loaded.Steps, loaded.Times, loaded.Columns, rows), series, written);
    }

    private static void Summarise(FoldPlan plan, Reader reader, HashSet<long> left, Dictionary<long, Tally> written)
    {
        for (var i = plan.Summaries.Count - 1; i >= 0; i--)
        {
            var summary = plan.Summaries[i];
            written.TryGetValue(summary.Id, out var tally);
            if (!summary.Insert)
                reader.Tallies(summary.Id, left, ref tally);
            if (tally.Count == 0)
            {
                plan.Removed.Add(summary.Series);
                plan.Summaries.RemoveAt(i);
            }
            else
            {
                plan.Summaries[i] = summary with { Tally = tally };
            }
        }
    }
}
