using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>Steps and times of a row group; never changes, decoded when first asked for.</summary>
internal sealed class AxisInfo
{
    private readonly byte[] _data;
    private long[]? _steps;
    private long[]? _times;

    public AxisInfo(long id, int count, long minTime, long maxTime, AxisMini mini, byte[] data)
    {
        (Id, Count, MinTime, MaxTime, Mini, _data) = (id, count, minTime, maxTime, mini, data);
        if (IntColumn.TryProgression(data, out var first, out var stride) && stride > 0)
            (Regular, FirstStep, Stride) = (true, first, stride);
    }

    public long Id { get; }

    public int Count { get; }

    public long MinTime { get; }

    public long MaxTime { get; }

    public AxisMini Mini { get; }

    /// <summary>Row i is at step FirstStep + i · Stride.</summary>
    public bool Regular { get; }

    public long FirstStep { get; }

    public long Stride { get; }

    /// <summary>Memory it may come to take.</summary>
    public long Bytes => 256 + _data.Length + (Mini.FirstStep.Length * 32) + (16L * Count);

    public long[] Steps
    {
        get
        {
            if (_steps is null)
                Decode();
            return _steps!;
        }
    }

    public long[] Times
    {
        get
        {
            if (_times is null)
                Decode();
            return _times!;
        }
    }

    private void Decode()
    {
        var source = new ByteSource(_data);
        var steps = new long[Count];
        IntColumn.Read(ref source, steps);
        var times = new long[Count];
        IntColumn.Read(ref source, times);
        _times = times;
        _steps = steps;
    }
}
