namespace Cairn.Core.Runs.Querying;

/// <summary>Reads the values of rows: from columns where these are built, else from the documents, each parsed once.</summary>
internal sealed class PageValues
{
    private readonly RunColumn[] _columns;
    private readonly ColumnView?[] _views;
    private readonly Func<RunRecord, RunValue>?[] _attributes;
    private readonly MetricSource _metrics;
    private readonly RunTable _table;
    private readonly RunDocuments _source;
    private readonly RunRows _rows;
    private readonly List<(RunColumnFamily Family, DocumentPaths Paths, int[] Places)> _documents = [];

    public PageValues(
        IReadOnlyList<RunColumn> columns, Func<RunColumn, ColumnView?> view, RunTable table, MetricSource metrics, RunDocuments source, RunRows rows)
    {
        _source = source;
        _rows = rows;
        _columns = [.. columns];
        _views = [.. columns.Select(view)];
        _attributes = [.. columns.Select(column =>
            column.Family == RunColumnFamily.Attribute ? RecordReader.For(column) : null)];
        _table = table;
        _metrics = metrics;
        var parsed = Enumerable.Range(0, _columns.Length)
            .Where(i => _views[i] is null && _columns[i].Family is not (RunColumnFamily.Attribute or RunColumnFamily.Metric));
        foreach (var family in parsed.GroupBy(i => _columns[i].Family))
        {
            int[] places = [.. family];
            _documents.Add((family.Key, new DocumentPaths([.. places.Select(i => _columns[i].Path)]), places));
        }
    }

    /// <summary>The values of some rows, in their order.</summary>
    public RunRow[] Read(IReadOnlyList<int> rows)
    {
        var read = new RunRow[rows.Count];
        for (var from = 0; from < read.Length; from += RunDocuments.Together)
        {
            var count = Math.Min(RunDocuments.Together, read.Length - from);
            RunRecord[] runs = [.. Enumerable.Range(from, count).Select(i => _table[rows[i]]!)];
            var documents = _documents.ConvertAll(one => Read(runs, one.Family));
            for (var i = 0; i < count; i++)
                read[from + i] = Read(rows[from + i], runs[i], documents, i);
        }

        return read;
    }

    // Who looks at a page tends to look at it again.
    private byte[][] Read(RunRecord[] runs, RunColumnFamily family)
    {
        var documents = _source.Read(runs, family);
        _rows.Keep(runs, family, documents);
        return documents;
    }

    private RunRow Read(int row, RunRecord run, List<byte[][]> documents, int at)
    {
        var values = new RunValue[_columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (_views[i] is { } view)
                values[i] = view.Value(row);
            else if (_attributes[i] is { } read)
                values[i] = read(run);
            else if (_columns[i].Family == RunColumnFamily.Metric)
                values[i] = _metrics.Value(run.Id, _columns[i]);
        }

        for (var d = 0; d < _documents.Count; d++)
        {
            var (family, paths, places) = _documents[d];
            var found = new JsonSlice[places.Length];
            paths.Find(documents[d][at], found);
            for (var i = 0; i < places.Length; i++)
                values[places[i]] = found[i].Value(documents[d][at], family, _columns[places[i]].AsText);
        }

        return new RunRow(run.Id, values);
    }
}
