namespace Cairn.Core.Runs.Querying;

/// <summary>
/// A column that queries filter or sort by, built on first use and then brought up to date chunk by chunk: a chunk that
/// did not change keeps its cells, one that did is compared row by row.
/// </summary>
internal abstract class StoredColumn(RunColumn column)
{
    // Fewer chunks than this are built faster on one core than they are handed to two.
    private const int WorthSharing = 32;

    /// <summary>Writes the values of a chunk's rows.</summary>
    protected delegate void FillChunk(RunChunk chunk, ref CellsBuilder builder);

    private readonly Lock _gate = new();
    private readonly ColumnDictionary _dictionary = new();
    private ColumnView? _view;

    public RunColumn Column => column;

    /// <summary>Its words.</summary>
    protected ColumnDictionary Dictionary => _dictionary;

    /// <summary>When it was last used, in queries; the one least recently used is dropped first.</summary>
    public long LastUse { get; set; }

    public long Bytes { get; private set; }

    /// <summary>Whether most words of the dictionary belong to no run any more, so that it is better built anew.</summary>
    public bool IsWorn => _view is { } view && _dictionary.Count > 2L * RunChunk.Size * (view.Chunks + 1);

    /// <summary>The cells for the rows of that table.</summary>
    public ColumnView For(RunTable table)
    {
        var view = Volatile.Read(ref _view);
        if (view is not null && view.Table == table && !HasNews)
            return view;
        lock (_gate)
        {
            view = _view;

            // An older table than the one last seen is that of a slow reader: its view is its own, and the news are not for it.
            var isLate = view is not null && table.Version < view.Table.Version;
            var news = isLate ? null : TakeNews(table);
            if (view is not null && view.Table == table && news is null)
                return view;
            var next = new ColumnView(table, Build(view, table, news), _dictionary);

            if (!isLate)
            {
                Volatile.Write(ref _view, next);
                Bytes = next.Bytes() + _dictionary.Bytes;
            }

            return next;
        }
    }

    /// <summary>Whether values may have changed though no record did.</summary>
    protected virtual bool HasNews => false;

    /// <summary>The rows whose values may have changed though their records did not; null for none. Each is told once.</summary>
    protected virtual HashSet<int>? TakeNews(RunTable table) => null;

    /// <summary>Called once before the first cells are built; what it answers is called by many threads.</summary>
    protected virtual FillChunk FirstFill(RunTable table) => Fill;

    protected abstract RunValue Read(RunRecord record);

    /// <summary>Whether the value of a row is the same because what it is made of is.</summary>
    protected abstract bool IsSame(RunRecord before, RunRecord now);

    protected void Fill(RunChunk chunk, ref CellsBuilder builder)
    {
        for (var row = 0; row < chunk.Count; row++)
        {
            if (chunk[row] is { } record)
                builder.Set(row, Read(record));
        }
    }

    private Cells[] Build(ColumnView? view, RunTable table, HashSet<int>? news)
    {
        var cells = new Cells[table.Chunks.Length];
        if (view is null)
        {
            var fill = FirstFill(table);
            if (cells.Length < WorthSharing)
            {
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = First(table.Chunk(i), fill);
            }
            else
            {
                Parallel.For(0, cells.Length, i => cells[i] = First(table.Chunk(i), fill));
            }

            return cells;
        }

        var changed = news?.Select(row => row >> RunChunk.Bits).ToHashSet();
        for (var i = 0; i < cells.Length; i++)
        {
            var chunk = table.Chunk(i);
            if (i >= view.Chunks)
                cells[i] = First(chunk, Fill);
            else if (view.Cells(i).Source == chunk && changed?.Contains(i) != true)
                cells[i] = view.Cells(i);
            else
                cells[i] = Changed(view.Cells(i), chunk, i << RunChunk.Bits, news);
        }

        return cells;
    }

    private Cells First(RunChunk chunk, FillChunk fill)
    {
        var builder = new CellsBuilder(_dictionary, null);
        fill(chunk, ref builder);
        return builder.Build(chunk);
    }

    private Cells Changed(Cells before, RunChunk chunk, int firstRow, HashSet<int>? news)
    {
        var builder = new CellsBuilder(_dictionary, before);
        var rows = Math.Max(chunk.Count, before.Source.Count);
        for (var row = 0; row < rows; row++)
        {
            var was = before.Source[row];
            var now = chunk[row];
            if (news?.Contains(firstRow + row) != true &&
                (was == now || (was is not null && now is not null && IsSame(was, now))))
                continue;
            builder.Set(row, now is null ? default : Read(now));
        }

        return builder.Build(chunk);
    }
}
