using System.Collections.Concurrent;

namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are aggregates of series, read again for runs that have logged since.</summary>
/// <param name="column">A metric column.</param>
/// <param name="source">Where the aggregates are.</param>
/// <param name="locate">The row of a run; negative when it has none.</param>
internal sealed class MetricColumn(RunColumn column, MetricSource source, Func<long, int> locate) : StoredColumn(column)
{
    private readonly ConcurrentQueue<HashSet<long>> _changed = new();

    /// <summary>Tells that these runs have logged since they were last read.</summary>
    public void Changed(HashSet<long> runs) => _changed.Enqueue(runs);

    protected override bool HasNews => !_changed.IsEmpty;

    protected override HashSet<int>? TakeNews(RunTable table)
    {
        HashSet<int>? rows = null;
        while (_changed.TryDequeue(out var runs))
        {
            rows ??= [];
            foreach (var run in runs)
            {
                // A run that this table does not have yet is read when it comes.
                var row = locate(run);
                if (row >= 0 && table[row]?.Id == run)
                    rows.Add(row);
            }
        }

        return rows is { Count: > 0 } ? rows : null;
    }

    protected override FillChunk FirstFill(RunTable table)
    {
        var values = new Dictionary<long, double>();
        source.Scan(Column.Path, summary =>
        {
            if (summary.Count > 0)
                values[summary.Run] = summary.Of(Column.Aggregate);
        });
        return (RunChunk chunk, ref CellsBuilder builder) =>
        {
            for (var row = 0; row < chunk.Count; row++)
            {
                if (chunk[row] is { } record && values.TryGetValue(record.Id, out var value))
                    builder.Set(row, RunValue.Of(value));
            }
        };
    }

    protected override RunValue Read(RunRecord record) => source.Value(record.Id, Column);

    protected override bool IsSame(RunRecord before, RunRecord now) => before.Id == now.Id;
}
