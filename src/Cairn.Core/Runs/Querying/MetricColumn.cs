using System.Collections.Concurrent;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are aggregates of series, read again for runs that have logged since.</summary>
/// <param name="column">A metric column.</param>
/// <param name="source">Where the aggregates are.</param>
/// <param name="locate">The row of a run; negative when it has none.</param>
/// <param name="blocks">Where columns are kept; null for nowhere.</param>
/// <param name="failed">Told when the blocks cannot be read: then the series are.</param>
internal sealed class MetricColumn(
    RunColumn column, MetricSource source, Func<long, int> locate, BlockFile? blocks, Action<Exception> failed) : StoredColumn(column)
{
    // More runs than this are read faster all together than one by one.
    private const int MostOneByOne = 2000;

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
        var scanned = new Lazy<Dictionary<long, double>>(Scan);
        if (source.Versions is not { } versions || !MetricShredder.Has(Column.Aggregate))
            return (RunChunk chunk, ref CellsBuilder builder) => Fill(chunk, null, scanned, ref builder);

        // Versions first: what is logged from here on is told as news.
        var version = versions.Snapshot();
        var cells = ColumnCells.Open(blocks, Column, MetricShredder.Path(Column.Path, Column.Aggregate), Dictionary, failed);
        var oneByOne = 0;
        return (RunChunk chunk, ref CellsBuilder builder) =>
        {
            Span<ulong> at = stackalloc ulong[RunChunk.Size];
            version.Fill(chunk, at);
            if (cells.Fill(chunk, at, ref builder) is { } rest)
                Fill(chunk, rest, Interlocked.Add(ref oneByOne, rest.Count) > MostOneByOne ? scanned : null, ref builder);
        };
    }

    // These rows, null for all: from a scan of the series of all runs, or one by one.
    private void Fill(RunChunk chunk, List<int>? rows, Lazy<Dictionary<long, double>>? scanned, ref CellsBuilder builder)
    {
        for (var i = 0; i < (rows?.Count ?? chunk.Count); i++)
        {
            var row = rows is null ? i : rows[i];
            if (chunk[row] is not { } record)
                continue;
            if (scanned is null)
                builder.Set(row, Read(record));
            else if (scanned.Value.TryGetValue(record.Id, out var value))
                builder.Set(row, RunValue.Of(value));
        }
    }

    private Dictionary<long, double> Scan()
    {
        var values = new Dictionary<long, double>();
        source.Scan(Column.Path, summary =>
        {
            if (summary.Count > 0)
                values[summary.Run] = summary.Of(Column.Aggregate);
        });
        return values;
    }

    protected override RunValue Read(RunRecord record) => source.Value(record.Id, Column);

    protected override bool IsSame(RunRecord before, RunRecord now) => before.Id == now.Id;
}
