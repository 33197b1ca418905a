namespace Cairn.Core.Runs.Querying;

/// <summary>Reads the values of a page's rows: from columns where these are built, else from the documents, each parsed once.</summary>
internal sealed class PageValues
{
    private readonly RunColumn[] _columns;
    private readonly ColumnView?[] _views;
    private readonly Func<RunRecord, RunValue>?[] _attributes;
    private readonly MetricSource _metrics;
    private readonly RunTable _table;
    private readonly List<(RunColumnFamily Family, DocumentPaths Paths, int[] Places)> _documents = [];

    public PageValues(IReadOnlyList<RunColumn> columns, Func<RunColumn, ColumnView?> view, RunTable table, MetricSource metrics)
    {
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

    public RunRow Read(int row)
    {
        var run = _table[row]!;
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

        foreach (var (family, paths, places) in _documents)
        {
            var document = run.Document(family);
            var found = new JsonSlice[places.Length];
            paths.Find(document, found);
            for (var i = 0; i < places.Length; i++)
                values[places[i]] = found[i].Value(document, family, _columns[places[i]].AsText);
        }

        return new RunRow(run.Id, values);
    }
}
