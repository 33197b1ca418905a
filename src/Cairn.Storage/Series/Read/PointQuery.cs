using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>Reads raw points in order, merging parts that overlap.</summary>
internal sealed class PointQuery(SeriesSource source)
{
    public SeriesPoints Read(
        long run, byte[] key, long fromStep, long toStep, int limit, SeriesPosition? after)
    {
        if (after is { } position)
            fromStep = Math.Max(fromStep, position.Step);
        while (true)
        {
            if (fromStep > toStep || source.View(run, key) is not { } view)
                return new SeriesPoints([], [], []);
            var parts = Parts(view, fromStep, toStep);
            var found = new PointList(fromStep, toStep, limit, after, parts.Sum(part => (long)part.Count));
            if (Collect(view, parts, found))
                return found.Points();
        }
    }

    /// <summary>All points of a series, without their times, in pooled arrays.</summary>
    public BorrowedPoints Borrow(long run, byte[] key)
    {
        while (true)
        {
            if (source.View(run, key) is not { } view)
                return BorrowedPoints.None;
            var parts = Parts(view, long.MinValue, long.MaxValue);
            var found = new PointList(checked((int)Math.Min(Array.MaxLength, parts.Sum(part => (long)part.Count))));
            if (Collect(view, parts, found))
                return found.Borrowed();
            found.Borrowed().Dispose();
        }
    }

    private static List<Part> Parts(SeriesView view, long fromStep, long toStep)
    {
        var parts = new List<Part>();
        foreach (var chunk in view.Index.Chunks)
            parts.Add(new Part(chunk.Tally.FirstStep, chunk.Tally.LastStep, chunk.Count, chunk, default));
        foreach (var head in view.Heads)
            parts.Add(new Part(head.Steps[0], head.Steps[head.Rows - 1], head.Rows, null, head));
        parts.RemoveAll(part => part.Last < fromStep || part.First > toStep);
        parts.Sort(static (a, b) => a.First.CompareTo(b.First));
        return parts;
    }

    /// <summary>Parts that share steps are read together; false if one of them is gone.</summary>
    private bool Collect(SeriesView view, List<Part> parts, PointList found)
    {
        var loaded = new List<HeadPart>();
        for (var i = 0; i < parts.Count && !found.Full;)
        {
            loaded.Clear();
            var last = parts[i].Last;
            do
            {
                if (!TryLoad(view, parts[i], out var part))
                    return false;
                if (part.Rows > 0)
                    loaded.Add(part);
                else
                    found.Damaged = true;
                last = Math.Max(last, parts[i].Last);
            }
            while (++i < parts.Count && parts[i].First <= last);
            if (loaded.Count == 1)
                found.AddPart(loaded[0]);
            else if (loaded.Count > 1)
                found.AddMerged(loaded);
        }

        return true;
    }

    /// <summary>A part's points, none of them if it is damaged; false if it is gone.</summary>
    private bool TryLoad(SeriesView view, Part part, out HeadPart loaded)
    {
        loaded = part.Head;
        if (part.Chunk is not { } chunk)
            return true;
        if (!source.TryData(view, chunk, out var data))
            return true;
        if (data is null)
            return false;
        var values = new double[chunk.Count];
        ValueColumn.Read(data, 0, values);
        loaded = new HeadPart(chunk.Axis.Steps, chunk.Axis.Times, values, chunk.Count);
        return true;
    }

    private readonly record struct Part(long First, long Last, int Count, ChunkInfo? Chunk, HeadPart Head);
}
