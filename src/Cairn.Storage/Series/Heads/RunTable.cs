using System.Collections.Concurrent;
using Cairn.Storage.Series.Read;

namespace Cairn.Storage.Series.Heads;

/// <summary>The runs in memory: loaded on first use, kept while they have unfolded points or are in use.</summary>
internal sealed class RunTable(ReaderPool readers, KeyTable keys, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, RunState> _runs = new();
    private readonly long _start = time.GetTimestamp();

    public KeyTable Keys { get; } = keys;

    /// <summary>Runs with unfolded points.</summary>
    public ConcurrentDictionary<long, RunState> Dirty { get; } = new();

    /// <summary>Memory of all unfolded points, about; kept by the writer thread.</summary>
    public long HeadBytes { get; set; }

    public int Count => _runs.Count;

    public IEnumerable<RunState> All => _runs.Values;

    /// <summary>Milliseconds since the store was opened.</summary>
    public long Now => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Does something with a run under its gate.</summary>
    public T With<T>(long run, Func<RunState, T> act)
    {
        while (true)
        {
            var state = _runs.GetOrAdd(run, static number => new RunState(number));
            lock (state.Gate)
            {
                if (state.Evicted)
                    continue;
                if (!state.Loaded)
                    Load(state);
                state.UsedAt = Now;
                return act(state);
            }
        }
    }

    public RunState? Loaded(long run) => _runs.TryGetValue(run, out var state) && state.Loaded ? state : null;

    /// <summary>Forgets idle runs, least recently used first, until few enough series are in memory.</summary>
    public void Evict(int most)
    {
        var total = 0L;
        foreach (var state in _runs.Values)
            total += state.SeriesCount + 1;
        if (total <= most)
            return;
        foreach (var state in _runs.Values.OrderBy(state => state.UsedAt))
        {
            if (total <= most * 3L / 4)
                return;
            lock (state.Gate)
            {
                if (state.Plan is not null || state.Staged.Count > 0 || state.Folding.Count > 0)
                    continue;
                state.Evicted = true;
                _runs.TryRemove(state.Run, out _);
                total -= state.SeriesCount + 1;
            }
        }
    }

    private void Load(RunState state)
    {
        using var lease = readers.Rent();
        lease.Reader.LoadRun(state, Keys);
        state.Loaded = true;
    }
}
