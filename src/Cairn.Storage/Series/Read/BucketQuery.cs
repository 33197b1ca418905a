using System.Buffers;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>Fills buckets from the parts of a series: whole chunks and groups of 256 by their summaries where they can.</summary>
internal sealed class BucketQuery(SeriesSource source)
{
    public BucketedSeries Read(long run, ReadOnlySpan<byte> key, SeriesAxis axis, BucketGrid grid)
    {
        var buffer = ArrayPool<double>.Shared.Rent(ValueColumn.Most);
        try
        {
            while (true)
            {
                var view = source.View(run, key);
                if (view is null)
                    return BucketedSeries.Empty;
                using var sink = new BucketSink(grid);
                if (Fill(sink, view, axis, buffer))
                    return sink.Build();
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    private bool Fill(BucketSink sink, SeriesView view, SeriesAxis axis, double[] buffer)
    {
        var ties = axis == SeriesAxis.Time || !view.Disjoint();
        foreach (var chunk in view.Index.Chunks)
        {
            var filled = axis == SeriesAxis.Step
                ? AddBySteps(sink, chunk, ties, buffer)
                : AddByTimes(sink, chunk, buffer);
            if (!filled)
                return false;
        }

        foreach (var head in view.Heads)
        {
            var steps = head.Steps.AsSpan(0, head.Rows);
            var times = head.Times.AsSpan(0, head.Rows);
            var values = head.Values.AsSpan(0, head.Rows);
            if (axis == SeriesAxis.Step)
                AddClipped(sink, steps, ties ? times : default, values, finite: false);
            else
                sink.AddAny(times, steps, values);
        }

        return true;
    }

    private bool AddBySteps(BucketSink sink, ChunkInfo chunk, bool ties, double[] buffer)
    {
        ref readonly var grid = ref sink.GridRef;
        var tally = chunk.Tally;
        if (tally.LastStep < grid.From || tally.FirstStep > grid.To)
            return true;
        if (OneBucket(grid, tally.FirstStep, tally.LastStep, out var bucket))
        {
            AddWhole(sink, bucket, tally, tally.LastStep, tally.LastTime);
            return true;
        }

        var axis = chunk.Axis;
        byte[]? data = null;
        for (var group = 0; group < axis.Mini.FirstStep.Length; group++)
        {
            var (first, last) = (axis.Mini.FirstStep[group], axis.Mini.LastStep[group]);
            if (last < grid.From || first > grid.To)
                continue;
            if (OneBucket(grid, first, last, out bucket))
            {
                AddGroup(sink, bucket, chunk, group, last, axis.Mini.LastTime[group]);
                continue;
            }

            if (Decode(chunk, group, ref data, buffer) is not { Length: > 0 } values)
                return false;
            var from = group * ValueColumn.Group;
            if (axis.Regular && !ties)
                AddRegular(sink, axis.FirstStep + (from * axis.Stride), axis.Stride, values, chunk.AllFinite);
            else
                AddClipped(
                    sink, axis.Steps.AsSpan(from, values.Length), ties ? axis.Times.AsSpan(from, values.Length) : default,
                    values, chunk.AllFinite);
        }

        return true;
    }

    private bool AddByTimes(BucketSink sink, ChunkInfo chunk, double[] buffer)
    {
        ref readonly var grid = ref sink.GridRef;
        var axis = chunk.Axis;
        if (axis.MaxTime < grid.From || axis.MinTime > grid.To)
            return true;
        var ordered = axis.Mini.TimesAscend;
        if (ordered && OneBucket(grid, axis.MinTime, axis.MaxTime, out var bucket))
        {
            AddWhole(sink, bucket, chunk.Tally, chunk.Tally.LastTime, chunk.Tally.LastStep);
            return true;
        }

        byte[]? data = null;
        for (var group = 0; group < axis.Mini.FirstStep.Length; group++)
        {
            var (first, last) = (axis.Mini.FirstTime[group], axis.Mini.LastTime[group]);
            if (ordered && (last < grid.From || first > grid.To))
                continue;
            if (ordered && OneBucket(grid, first, last, out bucket))
            {
                AddGroup(sink, bucket, chunk, group, last, axis.Mini.LastStep[group]);
                continue;
            }

            if (Decode(chunk, group, ref data, buffer) is not { Length: > 0 } values)
                return false;
            var from = group * ValueColumn.Group;
            var steps = axis.Steps.AsSpan(from, values.Length);
            var times = axis.Times.AsSpan(from, values.Length);
            if (ordered)
                AddClipped(sink, times, steps, values, chunk.AllFinite);
            else
                sink.AddAny(times, steps, values);
        }

        return true;
    }

    private static bool OneBucket(in BucketGrid grid, long first, long last, out int bucket)
    {
        bucket = 0;
        if (first < grid.From || last > grid.To)
            return false;
        bucket = grid.IndexOf(first);
        return last <= grid.LastOf(bucket);
    }

    private static void AddWhole(BucketSink sink, int bucket, in Tally tally, long lastX, long lastTie) =>
        sink.AddWhole(bucket, tally.Count, tally.Finite, tally.Min, tally.Max, tally.Sum, tally.Last, lastX, lastTie);

    private static void AddGroup(BucketSink sink, int bucket, ChunkInfo chunk, int group, long lastX, long lastTie)
    {
        var mini = chunk.Mini;
        var count = Math.Min(ValueColumn.Group, chunk.Count - (group * ValueColumn.Group));
        sink.AddWhole(
            bucket, count, mini.Finite[group], mini.Min[group], mini.Max[group], mini.Sum[group], mini.Last[group], lastX,
            lastTie);
    }

    private static void AddClipped(
        BucketSink sink, ReadOnlySpan<long> x, ReadOnlySpan<long> ties, ReadOnlySpan<double> values, bool finite)
    {
        ref readonly var grid = ref sink.GridRef;
        var from = x[0] >= grid.From ? 0 : Search.LowerBound(x, grid.From);
        var to = x[^1] <= grid.To ? x.Length : Search.LowerBound(x, grid.To + 1);
        if (from < to)
            sink.AddSorted(x[from..to], ties.IsEmpty ? default : ties[from..to], values[from..to], finite);
    }

    private static void AddRegular(BucketSink sink, long first, long stride, ReadOnlySpan<double> values, bool finite)
    {
        ref readonly var grid = ref sink.GridRef;
        var last = first + ((values.Length - 1) * stride);
        var skip = first >= grid.From ? 0 : (int)(((ulong)(grid.From - first) + (ulong)stride - 1) / (ulong)stride);
        var drop = last <= grid.To ? 0 : (int)(((ulong)(last - grid.To) + (ulong)stride - 1) / (ulong)stride);
        if (skip + drop < values.Length)
            sink.AddRegular(first + (skip * stride), stride, values[skip..^drop], finite);
    }

    /// <summary>Values of a group; empty if the chunk is gone.</summary>
    private Span<double> Decode(ChunkInfo chunk, int group, ref byte[]? data, double[] buffer)
    {
        data ??= source.Data(chunk);
        if (data is null)
            return default;
        var from = group * ValueColumn.Group;
        var values = buffer.AsSpan(0, Math.Min(ValueColumn.Group, chunk.Count - from));
        ValueColumn.Read(data, from, values);
        return values;
    }
}
