using Cairn.Storage.Series;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// What the series of each run are at, as a number that is the same as long as they are: 0 while nobody knows, because the
/// run has logged lately, and 1 for a run that never has. Safe for many threads.
/// </summary>
internal sealed class MetricVersions(SeriesStore series)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ulong[]> _blocks = [];
    private readonly HashSet<long> _unsettled = [];
    private HashSet<long>? _changed;
    private bool _known;
    private long _generation;

    /// <summary>Tells that a run has logged or was rewound; call it after its points are visible.</summary>
    public void Changed(long run)
    {
        lock (_gate)
        {
            if (_unsettled.Add(run))
                _generation++;
            _changed?.Add(run);
        }
    }

    /// <summary>Reads the numbers of all runs; until then none is known.</summary>
    public void Load()
    {
        var read = Watch(() =>
        {
            var all = new List<(long Run, long? Version)>();
            series.ScanVersions((run, version) => all.Add((run, version)));
            return all;
        });
        lock (_gate)
        {
            Take(read);
            _known = true;
        }
    }

    /// <summary>
    /// Looks at the runs that have logged whether all of it is folded: then their numbers are known again. Answers whether there were any.
    /// </summary>
    public bool Settle()
    {
        long[] waiting;
        lock (_gate)
            waiting = [.. _unsettled];
        if (waiting.Length == 0)
            return false;
        var versions = Watch(() => waiting.Select(run => (Run: run, Version: series.Version(run))).ToList());
        lock (_gate)
            Take(versions);
        return true;
    }

    /// <summary>The numbers as they are now.</summary>
    public MetricVersionSnapshot Snapshot()
    {
        lock (_gate)
            return _known ? new MetricVersionSnapshot(_blocks.ToDictionary(), _unsettled.ToHashSet(), _generation) : MetricVersionSnapshot.Unknown;
    }

    /// <summary>Visits the folded keys of the runs with ids in [first, last].</summary>
    public void ScanKeys(long first, long last, Action<long, string> visit) => series.ScanFoldedKeys(first, last, visit);

    // What changes while it is read is not known afterwards.
    private T Watch<T>(Func<T> read)
    {
        lock (_gate)
            _changed = [];
        return read();
    }

    private void Take(List<(long Run, long? Version)> read)
    {
        _generation++;
        foreach (var (run, version) in read)
        {
            if (version is not { } settled)
            {
                _unsettled.Add(run);
                continue;
            }

            if (_changed!.Contains(run))
                continue;
            if (!_blocks.TryGetValue(run >> MetricVersionSnapshot.Bits, out var block))
                _blocks.Add(run >> MetricVersionSnapshot.Bits, block = new ulong[MetricVersionSnapshot.Size]);

            // Snapshots see it too: it is what counts now, and a run that they know as unsettled stays so for them.
            block[run & (MetricVersionSnapshot.Size - 1)] = (ulong)settled + 1;
            _unsettled.Remove(run);
        }

        _changed = null;
    }
}
