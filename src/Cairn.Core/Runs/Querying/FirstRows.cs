namespace Cairn.Core.Runs.Querying;

/// <summary>Keeps the first <paramref name="count"/> of the rows offered to it: linear in what is offered, whatever the order.</summary>
internal sealed class FirstRows(int count, RowOrder order)
{
    private (ulong Key, int Row)[] _entries = new (ulong, int)[Math.Max(64, Math.Min(count, 4096) * 2)];
    private int _filled;
    private (ulong Key, int Row)? _last;

    public void Offer(ulong key, int row)
    {
        if (_last is { } last && (key > last.Key || order.Compare((key, row), last) > 0))
            return;
        if (_filled == _entries.Length)
        {
            if (_filled >= 2L * count)
                Cut();
            else
                Array.Resize(ref _entries, (int)Math.Min(_filled * 2L, Math.Max(64, 2L * count)));
        }

        _entries[_filled++] = (key, row);
    }

    /// <summary>The rows in order.</summary>
    public ReadOnlySpan<(ulong Key, int Row)> Sorted()
    {
        if (_filled > count)
            Cut();
        _entries.AsSpan(0, _filled).Sort(order.Compare);
        return _entries.AsSpan(0, _filled);
    }

    // Moves the first `count` to the front (quickselect) and forgets the rest.
    private void Cut()
    {
        int low = 0, high = _filled - 1;
        while (low < high)
        {
            var pivot = Median(low, low + ((high - low) / 2), high);
            int i = low, j = high;
            while (i <= j)
            {
                while (order.Compare(_entries[i], pivot) < 0)
                    i++;
                while (order.Compare(_entries[j], pivot) > 0)
                    j--;
                if (i <= j)
                {
                    (_entries[i], _entries[j]) = (_entries[j], _entries[i]);
                    i++;
                    j--;
                }
            }

            if (count - 1 <= j)
                high = j;
            else if (count - 1 >= i)
                low = i;
            else
                break;
        }

        _filled = count;
        _last = _entries[count - 1];
    }

    private (ulong Key, int Row) Median(int a, int b, int c)
    {
        var (x, y, z) = (_entries[a], _entries[b], _entries[c]);
        if (order.Compare(x, y) > 0)
            (x, y) = (y, x);
        if (order.Compare(y, z) > 0)
            y = z;
        return order.Compare(x, y) > 0 ? x : y;
    }
}
