using System.Collections.Concurrent;

namespace Cairn.Storage.Series.Read;

/// <summary>Immutable things by key, up to a number of bytes; what was not used since the last sweep goes first.</summary>
internal sealed class ByteCache<TKey, T>(long most)
    where TKey : notnull
    where T : class
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private long _bytes;
    private int _sweeping;

    public long Bytes => Interlocked.Read(ref _bytes);

    public T? Get(TKey id)
    {
        if (!_entries.TryGetValue(id, out var entry))
            return null;
        if (!entry.Used)
            entry.Used = true;
        return entry.Value;
    }

    public void Set(TKey id, T value, long bytes)
    {
        var entry = new Entry(value, bytes);
        _entries.AddOrUpdate(id, static (_, added) => added.Entry, static (_, old, added) =>
        {
            Interlocked.Add(ref added.Cache._bytes, -old.Bytes);
            return added.Entry;
        }, (Entry: entry, Cache: this));
        if (Interlocked.Add(ref _bytes, bytes) > most)
            Sweep();
    }

    public void Remove(TKey id)
    {
        if (_entries.TryRemove(id, out var entry))
            Interlocked.Add(ref _bytes, -entry.Bytes);
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;
        try
        {
            var target = most * 7 / 8;
            for (var round = 0; round < 2 && Bytes > target; round++)
            {
                foreach (var (id, entry) in _entries)
                {
                    if (Bytes <= target)
                        return;
                    if (entry.Used)
                        entry.Used = false;
                    else
                        Remove(id);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private sealed class Entry(T value, long bytes)
    {
        public T Value { get; } = value;

        public long Bytes { get; } = bytes;

        public bool Used { get; set; }
    }
}
