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

    /// <summary>Walks along buckets without dividing, because a division for every few points would cost more than they do.</summary>
    internal struct Cursor
    {
        private readonly BucketGrid _grid;
        private ulong _start;
        private ulong _rest;

        public Cursor(in BucketGrid grid, long x)
        {
            _grid = grid;
            Jump(x);
        }

        public int Bucket { get; private set; }

        /// <summary>The largest x of the bucket.</summary>
        public long Last { get; private set; }

        /// <summary>Goes on to the bucket of an x, which is not before the current one.</summary>
        public void MoveTo(long x)
        {
            for (var steps = 0; x > Last; steps++)
            {
                if (steps == 8)
                {
                    Jump(x);
                    return;
                }

                Bucket++;
                Advance();
            }
        }

        private void Jump(long x)
        {
            Bucket = _grid.IndexOf(x);
            var scaled = ((ulong)Bucket * _grid._remainder) + (uint)_grid.Buckets - 1;
            var whole = scaled / (uint)_grid.Buckets;
            _start = ((ulong)Bucket * _grid._quotient) + whole;
            _rest = scaled - (whole * (uint)_grid.Buckets);
            Advance();
        }

        /// <summary>Makes _start that of the bucket after the current one.</summary>
        private void Advance()
        {
            _start += _grid._quotient;
            _rest += _grid._remainder;
            if (_rest >= (uint)_grid.Buckets)
            {
                _rest -= (uint)_grid.Buckets;
                _start++;
            }

            Last = Bucket + 1 >= _grid.Buckets ? _grid.To : _grid.From + (long)(_start - 1);
        }
    }
}
