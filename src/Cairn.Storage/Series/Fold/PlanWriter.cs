using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Heads;

namespace Cairn.Storage.Series.Fold;

/// <summary>Encodes rows into the row groups of a plan.</summary>
internal static class PlanWriter
{
    /// <summary>
    /// Rows of series whose numbers are given, in row groups of at most 4,096. <paramref name="written"/> gets the tally of
    /// each series.
    /// </summary>
    public static void Write(FoldPlan plan, RowSet rows, ReadOnlySpan<long> ids, Action<long, Tally>? written = null)
    {
        var order = new int[ids.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = ids.ToArray();
        Array.Sort(sorted, order);
        var list = SeriesList.Write(sorted);
        for (var from = 0; from < rows.Rows; from += ValueColumn.Most)
        {
            var count = Math.Min(ValueColumn.Most, rows.Rows - from);
            var steps = rows.Steps.AsSpan(from, count);
            var times = rows.Times.AsSpan(from, count);
            var group = plan.NextGroup++;
            if (group > Ids.MaxGroup)
                throw new InvalidOperationException($"run {plan.Run.Run} has used up its {Ids.MaxGroup} row groups");
            WriteAxis(plan, group, steps, times, list);
            for (var i = 0; i < order.Length; i++)
            {
                var values = rows.Columns[order[i]].AsSpan(from, count);
                var tally = Tally.Of(steps, times, values);
                WriteChunk(plan, Ids.Row(sorted[i], group), tally, values);
                plan.PointsChange += count;
                written?.Invoke(sorted[i], tally);
            }
        }
    }

    private static void WriteAxis(
        FoldPlan plan, long group, ReadOnlySpan<long> steps, ReadOnlySpan<long> times, byte[] series)
    {
        var sink = plan.Sink;
        var start = sink.Length;
        AxisMini.Of(steps, times).Write(sink);
        var middle = sink.Length;
        IntColumn.Write(steps, sink);
        IntColumn.Write(times, sink);
        long minTime = times[0], maxTime = times[0];
        foreach (var time in times)
        {
            minTime = Math.Min(minTime, time);
            maxTime = Math.Max(maxTime, time);
        }

        plan.Axes.Add(new AxisWrite(
            group, steps.Length, steps[0], steps[^1], times[0], times[^1], minTime, maxTime, series, start..middle,
            middle..sink.Length));
    }

    private static void WriteChunk(FoldPlan plan, long id, in Tally tally, ReadOnlySpan<double> values)
    {
        var sink = plan.Sink;
        var start = sink.Length;
        Mini.Of(values).Write(sink);
        var middle = sink.Length;
        ValueColumn.Write(values, sink);
        plan.Chunks.Add(new ChunkWrite(id, tally, start..middle, middle..sink.Length));
    }
}
