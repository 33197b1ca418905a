using System.Buffers;
using System.Text;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>
/// Fills buckets from the parts of a series: whole chunks and groups of 256 by their summaries where they can. Answers are
/// kept as long as the series does not change: a page that follows many runs asks the same of most of them again and again.
/// </summary>
internal sealed class BucketQuery(SeriesSource source, long cacheBytes)
{
    private const int BucketBytes = 7 * sizeof(double);
    private const int AnswerBytes = 400;

    private readonly ByteCache<Question, Answer> _answers = new(cacheBytes);

    public long CachedBytes => _answers.Bytes;

    /// <summary>The buckets; the caller may change their X.</summary>
    public BucketedSeries Read(long run, string key, SeriesAxis axis, BucketGrid grid)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var question = new Question(run, key, axis, grid.From, grid.To, grid.Buckets);
        if (_answers.Get(question) is { } known && known.Revision == source.Revision(run, name))
            return Own(known.Buckets);
        var buffer = ArrayPool<double>.Shared.Rent(ValueColumn.Most);
        try
        {
            while (true)
            {
                var view = source.View(run, name, axis == SeriesAxis.Step
                    ? tally => IsCut(grid, tally.FirstStep, tally.LastStep)
                    : tally => IsCut(grid, tally.FirstTime, tally.LastTime));
                if (view is null)
                    return BucketedSeries.Empty;
                using var sink = new BucketSink(grid);
                if (!Fill(sink, view, axis, buffer))
                    continue;
                var buckets = sink.Build();
                _answers.Set(question, new Answer(view.Revision, buckets), AnswerBytes + (buckets.Length * BucketBytes));
                return Own(buckets);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    private static BucketedSeries Own(BucketedSeries buckets) => buckets with { X = [.. buckets.X] };

    private static bool IsCut(in BucketGrid grid, long first, long last) =>
        last >= grid.From && first <= grid.To && !OneBucket(grid, first, last, out _);

    private bool Fill(BucketSink sink, SeriesView view, SeriesAxis axis, double[] buffer)
    {
        var ties = axis == SeriesAxis.Time || !view.Disjoint();
        foreach (var chunk in view.Index.Chunks)
        {
            var filled = axis == SeriesAxis.Step
                ? AddBySteps(sink, view, chunk, ties, buffer)
                : AddByTimes(sink, view, chunk, buffer);
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

    private bool AddBySteps(BucketSink sink, SeriesView view, ChunkInfo chunk, bool ties, double[] buffer)
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

            // What is damaged is left out; the groups that are drawn by their summaries alone still stand.
            if (data is null && !source.TryData(view, chunk, out data))
                continue;
            if (data is null)
                return false;
            var values = Decode(chunk, group, data, buffer);
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

    private bool AddByTimes(BucketSink sink, SeriesView view, ChunkInfo chunk, double[] buffer)
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

            // What is damaged is left out; the groups that are drawn by their summaries alone still stand.
            if (data is null && !source.TryData(view, chunk, out data))
                continue;
            if (data is null)
                return false;
            var values = Decode(chunk, group, data, buffer);
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

    private static Span<double> Decode(ChunkInfo chunk, int group, byte[] data, double[] buffer)
    {
        var from = group * ValueColumn.Group;
        var values = buffer.AsSpan(0, Math.Min(ValueColumn.Group, chunk.Count - from));
        ValueColumn.Read(data, from, values);
        return values;
    }

    private readonly record struct Question(long Run, string Key, SeriesAxis Axis, long From, long To, int Buckets);

    private sealed record Answer(long Revision, BucketedSeries Buckets);
}
