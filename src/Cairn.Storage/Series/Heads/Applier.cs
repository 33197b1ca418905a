using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Read;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Heads;

/// <summary>Adds staged batches to the heads, leaving out points that are there already; runs on the writer thread.</summary>
internal sealed class Applier(RunTable runs, SeriesSource source, ILogger logger)
{
    /// <summary>Under the run's gate.</summary>
    public void Apply(RunState run, ReadOnlySpan<byte> payload, long sequence)
    {
        var now = runs.Now;
        if (run.Staged.Count == 0)
            run.FirstAt = now;
        run.LastAt = now;
        run.Staged.Add((sequence, payload.Length));
        var reader = new BatchReader(payload);
        while (reader.Next())
        {
            var group = run.Group(reader.Keys, reader.KeyCount, runs.Keys);
            if (reader.Strict && (After(group, reader) || !Collides(run, group, reader.Steps, reader.Times)))
                Append(run, group, ref reader);
            else
                AppendColumns(run, group, ref reader);
        }

        runs.Dirty.TryAdd(run.Run, run);
    }

    private static bool After(HeadGroup group, in BatchReader block)
    {
        var (step, time) = (block.Steps[0], block.Times[0]);
        foreach (var series in group.Series)
        {
            if (!series.Tally.Before(step, time))
                return false;
        }

        return true;
    }

    private void Append(RunState run, HeadGroup group, ref BatchReader block)
    {
        var steps = block.Steps;
        var times = block.Times;
        var revision = runs.Keys.NextRevision();
        var segment = group.Open(steps[0], times[0], double.NegativeInfinity, block.Rows);
        var bytes = segment.Rows == 0 ? 0 : segment.Bytes;
        segment.Append(steps, times);
        for (var i = 0; i < group.Series.Length; i++)
        {
            var values = segment.Room(i, block.Rows);
            block.NextColumn(values);
            var series = group.Series[i];
            series.Changed = true;
            series.Revision = revision;
            series.Tally.Merge(Tally.Of(steps, times, values));
        }

        segment.Commit(block.Rows);
        Count(run, group, block.Rows, segment.Bytes - bytes);
    }

    private void Count(RunState run, HeadGroup group, int rows, long bytes)
    {
        run.ActivePoints += (long)rows * group.Series.Length;
        run.ActiveBytes += bytes;
        runs.HeadBytes += bytes;
        run.MostRows = Math.Max(run.MostRows, group.ActiveRows);
    }

    /// <summary>Whether some series of the group may have a point at one of these steps and times already.</summary>
    private bool Collides(RunState run, HeadGroup group, ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        HashSet<HeadGroup> groups = [];
        foreach (var series in group.Series)
        {
            foreach (var (place, _) in series.Places)
                groups.Add(place);
        }

        foreach (var other in groups)
        {
            foreach (var segment in other.Frozen)
            {
                if (Meets(segment.Steps.AsSpan(0, segment.Rows), segment.Times, steps, times))
                    return true;
            }

            foreach (var segment in other.Active)
            {
                if (Meets(segment.Steps.AsSpan(0, segment.Rows), segment.Times, steps, times))
                    return true;
            }
        }

        foreach (var axis in source.Axes(run).Entries)
        {
            if (!axis.Overlaps(steps[0], steps[^1]) || Axis(run, axis) is not { } info)
                continue;
            if (Meets(info.Steps, info.Times, steps, times))
                return true;
        }

        return false;
    }

    private static bool Meets(
        ReadOnlySpan<long> ownSteps, ReadOnlySpan<long> ownTimes, ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        if (ownSteps.Length == 0 || ownSteps[0] > steps[^1] || ownSteps[^1] < steps[0])
            return false;
        ownTimes = ownTimes[..ownSteps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var at = Search.LowerBound(ownSteps, ownTimes, steps[i], times[i]);
            if (at < ownSteps.Length && ownSteps[at] == steps[i] && ownTimes[at] == times[i])
                return true;
        }

        return false;
    }

    /// <summary>The careful way: each series by itself, sorted, without repeated points and those already there.</summary>
    private void AppendColumns(RunState run, HeadGroup group, ref BatchReader block)
    {
        var values = new double[block.Rows];
        var rows = new (long Step, long Time, long Order, double Value)[block.Rows];
        for (var column = 0; column < group.Series.Length; column++)
        {
            block.NextColumn(values);
            for (var i = 0; i < rows.Length; i++)
                rows[i] = (block.Steps[i], block.Times[i], ValueOrder.Of(values[i]), values[i]);
            Array.Sort(rows, static (a, b) => Compare(a, b));
            AppendColumn(run, group.Series[column], rows);
        }
    }

    private static int Compare(
        in (long Step, long Time, long Order, double Value) a, in (long Step, long Time, long Order, double Value) b)
    {
        var order = a.Step.CompareTo(b.Step);
        if (order == 0)
            order = a.Time.CompareTo(b.Time);
        return order == 0 ? a.Order.CompareTo(b.Order) : order;
    }

    private void AppendColumn(RunState run, SeriesState series, (long Step, long Time, long Order, double Value)[] rows)
    {
        var gone = new bool[rows.Length];
        for (var i = 1; i < rows.Length; i++)
            gone[i] = Compare(rows[i], rows[i - 1]) == 0;
        if (!series.Tally.Before(rows[0].Step, rows[0].Time))
        {
            MarkHeads(series, rows, gone);
            if (series.Id != 0)
                MarkChunks(run, series, rows, gone);
        }

        var count = gone.AsSpan().Count(false);
        if (count == 0)
            return;
        var (steps, times, values) = (new long[count], new long[count], new double[count]);
        var at = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!gone[i])
                (steps[at], times[at], values[at++]) = (rows[i].Step, rows[i].Time, rows[i].Value);
        }

        var group = run.Group(series, runs.Keys);
        var segment = group.Open(steps[0], times[0], values[0], count);
        var bytes = segment.Rows == 0 ? 0 : segment.Bytes;
        segment.Append(steps, times);
        values.CopyTo(segment.Room(0, count));
        segment.Commit(count);
        series.Changed = true;
        series.Revision = runs.Keys.NextRevision();
        series.Tally.Merge(Tally.Of(steps, times, values));
        Count(run, group, count, segment.Bytes - bytes);
    }

    private static void MarkHeads(SeriesState series, (long Step, long Time, long Order, double Value)[] rows, bool[] gone)
    {
        foreach (var (group, column) in series.Places)
        {
            foreach (var segment in group.Frozen)
                Mark(segment.Steps.AsSpan(0, segment.Rows), segment.Times, segment.Columns[column], rows, gone);
            foreach (var segment in group.Active)
                Mark(segment.Steps.AsSpan(0, segment.Rows), segment.Times, segment.Columns[column], rows, gone);
        }
    }

    private void MarkChunks(
        RunState run, SeriesState series, (long Step, long Time, long Order, double Value)[] rows, bool[] gone)
    {
        SeriesIndex? index = null;
        foreach (var entry in source.Axes(run).Entries)
        {
            if (!entry.Overlaps(rows[0].Step, rows[^1].Step) || Axis(run, entry) is not { } axis || !Touches(axis, rows))
                continue;
            try
            {
                index ??= source.Index(run.Run, series.Id, series.Key.Utf8);
                var id = Ids.Row(series.Id, entry.Group);
                if (Array.Find(index.Chunks, chunk => chunk.Id == id) is not { } chunk || source.Data(chunk) is not { } data)
                    continue;
                var values = new double[axis.Count];
                ValueColumn.Read(data, 0, values);
                Mark(axis.Steps, axis.Times, values, rows, gone);
            }
            catch (SeriesDamagedException damage)
            {
                logger.LogError(damage, "Points of run {Run} are not compared with a damaged chunk", run.Run);
            }
        }
    }

    private static bool Touches(AxisInfo axis, (long Step, long Time, long Order, double Value)[] rows)
    {
        foreach (var row in rows)
        {
            var at = Search.LowerBound(axis.Steps, axis.Times, row.Step, row.Time);
            if (at < axis.Count && axis.Steps[at] == row.Step && axis.Times[at] == row.Time)
                return true;
        }

        return false;
    }

    private static void Mark(
        ReadOnlySpan<long> steps,
        ReadOnlySpan<long> times,
        ReadOnlySpan<double> values,
        (long Step, long Time, long Order, double Value)[] rows,
        bool[] gone)
    {
        if (steps.Length == 0 || steps[0] > rows[^1].Step || steps[^1] < rows[0].Step)
            return;
        times = times[..steps.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (gone[i])
                continue;
            var (step, time, order, _) = rows[i];
            var at = Search.LowerBound(steps, times, step, time);
            for (; at < steps.Length && steps[at] == step && times[at] == time; at++)
                gone[i] |= ValueOrder.Of(values[at]) == order;
        }
    }

    private AxisInfo? Axis(RunState run, AxisEntry entry)
    {
        try
        {
            return source.Axis(Ids.Row(run.Run, entry.Group));
        }
        catch (SeriesDamagedException damage)
        {
            logger.LogError(damage, "Points of run {Run} are not compared with a damaged row group", run.Run);
            return null;
        }
    }
}
