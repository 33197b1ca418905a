using System.Collections.Concurrent;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>The columns that queries have used, up to a number of bytes.</summary>
internal sealed class ColumnStore(
    MetricSource metrics, RunDocuments documents, BlockFile? blocks, Action<Exception> failed, long budget, Func<long, int> locate)
{
    private readonly ConcurrentDictionary<RunColumn, StoredColumn> _columns = new();
    private readonly Lock _changedGate = new();
    private readonly Lock _dropGate = new();
    private HashSet<long> _changed = [];
    private HashSet<long> _unlisted = [];
    private long _clock;

    public int Count => _columns.Count;

    public long Bytes => _columns.Values.Sum(column => column.Bytes);

    /// <summary>Tells that a run has logged metrics; cheap, for every request does it.</summary>
    public void MetricsChanged(long run)
    {
        lock (_changedGate)
            _changed.Add(run);
    }

    public ColumnView View(RunColumn column, RunTable table)
    {
        var stored = _columns.GetOrAdd(column, Make);
        stored.LastUse = Interlocked.Increment(ref _clock);
        if (column.Family == RunColumnFamily.Metric)
            SpreadChanges();
        return stored.For(table);
    }

    public bool Contains(RunColumn column) => _columns.ContainsKey(column);

    /// <summary>Drops columns that are worn out, and those used least recently until the rest is within the budget.</summary>
    public void Trim()
    {
        lock (_dropGate)
        {
            long bytes = 0;
            foreach (var column in _columns.Values.OrderByDescending(column => column.LastUse))
            {
                bytes += column.Bytes;
                if (bytes > budget || column.IsWorn)
                    _columns.TryRemove(column.Column, out _);
            }
        }
    }

    /// <summary>The runs that have logged since this was last asked; empty when none has.</summary>
    public IReadOnlySet<long> TakeChangedForListing()
    {
        lock (_changedGate)
        {
            SpreadChanges();
            var taken = _unlisted;
            _unlisted = [];
            return taken;
        }
    }

    // Inside the gate until every column knows, so that nobody takes an empty set for news already spread.
    private void SpreadChanges()
    {
        lock (_changedGate)
        {
            if (_changed.Count == 0)
                return;
            foreach (var column in _columns.Values)
                (column as MetricColumn)?.Changed(_changed);
            _unlisted.UnionWith(_changed);
            _changed = [];
        }
    }

    private StoredColumn Make(RunColumn column) => column.Family switch
    {
        RunColumnFamily.Metric => new MetricColumn(column, metrics, locate, blocks, failed),
        RunColumnFamily.Attribute => new AttributeColumn(column),
        _ => new DocumentColumn(column, documents, blocks, failed),
    };
}
