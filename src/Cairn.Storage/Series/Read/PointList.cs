using System.Buffers;

namespace Cairn.Storage.Series.Read;

/// <summary>Gathers points of a range, in order, up to a limit and one more, which tells that there are more.</summary>
internal sealed class PointList
{
    private readonly int _capacity;
    private readonly bool _borrows;
    private readonly long _from;
    private readonly long _to;
    private readonly int _limit;
    private readonly SeriesPosition? _after;
    private long[] _steps;
    private long[] _times;
    private double[] _values;
    private int _count;

    public PointList(long from, long to, int limit, SeriesPosition? after, long most)
    {
        (_from, _to, _limit, _after) = (from, to, limit, after);
        _capacity = (int)Math.Min(most, Math.Min(limit, Array.MaxLength - 1) + 1L);
        _steps = GC.AllocateUninitializedArray<long>(_capacity);
        _times = GC.AllocateUninitializedArray<long>(_capacity);
        _values = GC.AllocateUninitializedArray<double>(_capacity);
    }

    /// <summary>Gathers all points into pooled arrays, without their times.</summary>
    public PointList(int most)
    {
        (_from, _to, _limit, _borrows) = (long.MinValue, long.MaxValue, int.MaxValue, true);
        _capacity = most;
        _steps = ArrayPool<long>.Shared.Rent(most);
        _times = [];
        _values = ArrayPool<double>.Shared.Rent(most);
    }

    /// <summary>Points of the range could not be read.</summary>
    public bool Damaged { get; set; }

    /// <summary>One more than asked for was found.</summary>
    public bool Full => _count > _limit;

    /// <summary>Adds what is in the range of a part that lies after everything added before.</summary>
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

        var count = Math.Min(to - from, _capacity - _count);
        if (count <= 0)
            return;
        steps.Slice(from, count).CopyTo(_steps.AsSpan(_count));
        if (!_borrows)
            part.Times.AsSpan(from, count).CopyTo(_times.AsSpan(_count));
        part.Values.AsSpan(from, count).CopyTo(_values.AsSpan(_count));
        _count += count;
    }

    /// <summary>Adds what is in the range of parts that overlap each other, and lie after everything added before.</summary>
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
        for (var i = 0; i < points.Count && _count < _capacity; i++, _count++)
        {
            (_steps[_count], _values[_count]) = (points[i].Step, points[i].Value);
            if (!_borrows)
                _times[_count] = points[i].Time;
        }
    }

    /// <summary>The points in the pooled arrays, which now belong to what is answered.</summary>
    public BorrowedPoints Borrowed() => new(_steps, _values, _count);

    public SeriesPoints Points()
    {
        var more = Full;
        var count = Math.Min(_count, _limit);
        if (count < _capacity)
        {
            Array.Resize(ref _steps, count);
            Array.Resize(ref _times, count);
            Array.Resize(ref _values, count);
        }

        return new SeriesPoints(_steps, _times, _values, more) { Damaged = Damaged };
    }
}
