namespace Cairn.Client.Logging;

/// <summary>
/// Where logged numbers wait for the writer: fixed segments, filled under a short lock, reused, so that logging a
/// number allocates nothing.
/// </summary>
internal sealed class MetricBuffer
{
    public const int SegmentLength = 2048;
    private const int SpareSegments = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Segment> _full = new();
    private readonly Stack<Segment> _free = new();
    private readonly int _mostSegments;
    private Segment _current = new();
    private long _dropped;

    /// <summary>Segments beyond <paramref name="mostSegments"/> are not kept; points for them are dropped and counted.</summary>
    public MetricBuffer(int mostSegments) => _mostSegments = mostSegments;

    /// <summary>Points that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public int FullSegments
    {
        get
        {
            lock (_gate)
                return _full.Count;
        }
    }

    /// <summary>Adds a point; true when a segment has become full and somebody should take it.</summary>
    public bool Add(string key, long step, long time, double value)
    {
        lock (_gate)
        {
            return Put(key, step, time, value);
        }
    }

    /// <summary>Adds the points of one row together.</summary>
    public bool Add(ReadOnlySpan<(string Key, double Value)> row, long step, long time)
    {
        var full = false;
        lock (_gate)
        {
            foreach (var (key, value) in row)
                full |= Put(key, step, time, value);
        }

        return full;
    }

    /// <summary>The oldest segment, also one that is not full yet; null when there is no point.</summary>
    public Segment? Take()
    {
        lock (_gate)
        {
            if (_full.TryDequeue(out var oldest))
                return oldest;
            if (_current.Count == 0)
                return null;
            var partial = _current;
            _current = _free.TryPop(out var free) ? free : new Segment();
            return partial;
        }
    }

    /// <summary>Gives a segment back after its points are written.</summary>
    public void Return(Segment segment)
    {
        segment.Count = 0;
        lock (_gate)
        {
            // A burst's worth of spare segments is not kept for the rest of the run.
            if (_free.Count < SpareSegments)
                _free.Push(segment);
        }
    }

    private bool Put(string key, long step, long time, double value)
    {
        var segment = _current;
        if (segment.Count == SegmentLength)
        {
            if (_full.Count >= _mostSegments)
            {
                _dropped++;
                return true;
            }

            _full.Enqueue(segment);
            _current = segment = _free.TryPop(out var free) ? free : new Segment();
        }

        ref var point = ref segment.Points[segment.Count++];
        point.Key = key;
        point.Step = step;
        point.Time = time;
        point.Value = value;
        return segment.Count == SegmentLength;
    }

    internal sealed class Segment
    {
        public readonly MetricPoint[] Points = new MetricPoint[SegmentLength];
        public int Count;

        public ReadOnlySpan<MetricPoint> Written => Points.AsSpan(0, Count);
    }
}
