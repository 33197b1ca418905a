namespace Cairn.Storage.Series.Read;

/// <summary>
/// [from, to] in equal parts, exact for all of int64: x is in bucket floor((x - from) · buckets / (to - from + 1)).
/// </summary>
internal readonly struct BucketGrid
{
    private readonly UInt128 _span;
    private readonly ulong _quotient;
    private readonly ulong _remainder;
    private readonly ulong _small;

    public BucketGrid(long from, long to, int buckets)
    {
        (From, To, Buckets) = (from, to, buckets);
        _span = (UInt128)(ulong)(to - from) + 1;
        _quotient = (ulong)(_span / (uint)buckets);
        _remainder = (ulong)(_span % (uint)buckets);
        _small = _span <= long.MaxValue ? ulong.MaxValue / (uint)buckets : 0;
    }

    public long From { get; }

    public long To { get; }

    public int Buckets { get; }

    public bool Holds(long x) => x >= From && x <= To;

    /// <summary>The bucket of an x in the range.</summary>
    public int IndexOf(long x)
    {
        var offset = (ulong)(x - From);
        return offset < _small
            ? (int)(offset * (uint)Buckets / (ulong)_span)
            : (int)((UInt128)offset * (uint)Buckets / _span);
    }

    /// <summary>The largest x that belongs to a bucket or one before it.</summary>
    public long LastOf(int bucket)
    {
        if (bucket + 1 >= Buckets)
            return To;
        var next = (ulong)(bucket + 1);
        var start = (next * _quotient) + (((next * _remainder) + (uint)Buckets - 1) / (uint)Buckets);
        return From + (long)(start - 1);
    }
}
