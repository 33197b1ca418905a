using System.Runtime.InteropServices;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>Reads raw points in order, merging parts that overlap.</summary>
internal sealed class PointQuery(SeriesSource source)
{
    public SeriesPoints Read(
        long run, ReadOnlySpan<byte> key, long fromStep, long toStep, int limit, SeriesPosition? after)
    {
        if (after is { } position)
            fromStep = Math.Max(fromStep, position.Step);
        while (true)
        {
            if (fromStep > toStep || source.View(run, key) is not { } view)
                return new SeriesPoints([], [], []);
            var parts = Parts(view, fromStep, toStep);
            var found = new Found(fromStep, toStep, limit, after, parts);
            if (Collect(parts, found))
                return found.Points();
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
    private bool Collect(List<Part> parts, Found found)
    {
        var loaded = new List<HeadPart>();
        for (var i = 0; i < parts.Count && !found.Full;)
        {
            loaded.Clear();
            var last = parts[i].Last;
            do
            {
                if (!TryLoad(parts[i], out var part))
                    return false;
                loaded.Add(part);
                last = Math.Max(last, parts[i].Last);
            }
            while (++i < parts.Count && parts[i].First <= last);
            if (loaded.Count == 1)
                found.AddPart(loaded[0]);
            else
                found.AddMerged(loaded);
        }

        return true;
    }

    private bool TryLoad(Part part, out HeadPart loaded)
    {
        loaded = part.Head;
        if (part.Chunk is not { } chunk)
            return true;
        var data = source.Data(chunk);
        if (data is null)
            return false;
        var values = new double[chunk.Count];
        ValueColumn.Read(data, 0, values);
        loaded = new HeadPart(chunk.Axis.Steps, chunk.Axis.Times, values, chunk.Count);
        return true;
    }

    private readonly record struct Part(long First, long Last, int Count, ChunkInfo? Chunk, HeadPart Head);

    private sealed class Found
    {
        private readonly long _from;
        private readonly long _to;
        private readonly int _limit;
        private readonly SeriesPosition? _after;
        private readonly List<long> _steps;
        private readonly List<long> _times;
        private readonly List<double> _values;

        public Found(long from, long to, int limit, SeriesPosition? after, List<Part> parts)
        {
            (_from, _to, _limit, _after) = (from, to, limit, after);
            var capacity = (int)Math.Min(parts.Sum(part => (long)part.Count), Math.Min(limit, 1 << 24));
            (_steps, _times, _values) = (new(capacity), new(capacity), new(capacity));
        }

        /// <summary>One more than asked for was found.</summary>
        public bool Full => _steps.Count > _limit;

        public void AddPart(HeadPart part)
        {
            var steps = part.Steps.AsSpan(0, part.Rows);
            var from = Search.LowerBound(steps, _from);
            var to = _to == long.MaxValue ? part.Rows : Search.LowerBound(steps, _to + 1);
            if (_after is { } after)
            {
                while (from < to && new SeriesPosition(steps[from], part.Times[from], part.Values[from]) <= after)
                    from++;
            }

            // One past the limit tells that there is more.
            var count = (int)Math.Min(to - from, (long)_limit + 1 - _steps.Count);
            if (count <= 0)
                return;
            _steps.AddRange(steps.Slice(from, count));
            _times.AddRange(part.Times.AsSpan(from, count));
            _values.AddRange(part.Values.AsSpan(from, count));
        }

        public void AddMerged(List<HeadPart> parts)
        {
            var points = new List<SeriesPosition>();
            foreach (var part in parts)
            {
                for (var i = 0; i < part.Rows; i++)
                {
                    var point = new SeriesPosition(part.Steps[i], part.Times[i], part.Values[i]);
                    if (point.Step >= _from && point.Step <= _to && !(point <= _after))
                        points.Add(point);
                }
            }

            points.Sort();
            foreach (var point in CollectionsMarshal.AsSpan(points))
            {
                if (Full)
                    return;
                _steps.Add(point.Step);
                _times.Add(point.Time);
                _values.Add(point.Value);
            }
        }

        public SeriesPoints Points()
        {
            var count = Math.Min(_steps.Count, _limit);
            return new SeriesPoints(
                CollectionsMarshal.AsSpan(_steps)[..count].ToArray(),
                CollectionsMarshal.AsSpan(_times)[..count].ToArray(),
                CollectionsMarshal.AsSpan(_values)[..count].ToArray(),
                Full);
        }
    }
}
