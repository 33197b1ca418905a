using System.Numerics;
using Cairn.Core.Runs.Querying.Blocks;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// The runs table of the whole server in memory: filters, sorts and pages. Columns are built from the runs' documents when a
/// query first filters or sorts by them. Safe for many threads; a query sees every write that returned before it began,
/// and one state of all runs from beginning to end, except that a document which is not in memory may be a newer one.
/// </summary>
public sealed class RunIndex
{
    private static readonly RunSort[] Newest = [new(RunColumn.Attribute("createdAt"), Descending: true)];

    // A page of more rows is read from columns, built for it where they are not there yet.
    private const int MostFromDocuments = 10_000;

    private readonly MetricSource _metrics;
    private readonly RunDocuments _documents;
    private readonly BlockFile? _blocks;
    private readonly Action<Exception> _failed;
    private readonly RunRows _rows;
    private readonly ColumnStore _columns;
    private readonly ColumnListing _listing;

    /// <summary>An empty index that keeps every run's documents in memory.</summary>
    /// <param name="metrics">Where metric columns come from.</param>
    /// <param name="columnBytes">How much memory built columns may take, in bytes, beside the runs themselves.</param>
    public RunIndex(MetricSource metrics, long columnBytes = 512L << 20)
        : this(metrics, new RunDocuments(), null, long.MaxValue, columnBytes, _ => { })
    {
    }

    /// <summary>An empty index.</summary>
    /// <param name="metrics">Where metric columns come from.</param>
    /// <param name="documents">Where documents come from that are not in memory.</param>
    /// <param name="blocks">Columns on disk; null for none.</param>
    /// <param name="documentBytes">How much memory the documents may take, in bytes.</param>
    /// <param name="columnBytes">How much memory built columns may take, in bytes.</param>
    /// <param name="failed">Told what is wrong with the columns on disk; the answers are made without them.</param>
    internal RunIndex(
        MetricSource metrics, RunDocuments documents, BlockFile? blocks, long documentBytes, long columnBytes, Action<Exception> failed)
    {
        _metrics = metrics;
        _documents = documents;
        _blocks = blocks;
        _failed = failed;
        _rows = new RunRows(documents.CanDrop ? documentBytes : long.MaxValue);
        _columns = new ColumnStore(metrics, documents, blocks, failed, columnBytes, _rows.Locate);
        _listing = new ColumnListing(metrics, documents, Stored, _columns.TakeChangedForListing);
    }

    /// <summary>Takes in all runs at start. Nothing is parsed.</summary>
    public void Load(IEnumerable<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        foreach (var run in runs)
            Upsert(run);
        _rows.Table();
    }

    /// <summary>
    /// Takes in all runs in the background: queries wait until they are there, writes need not. Answers when it is done;
    /// what fails then fails the queries too.
    /// </summary>
    internal Task LoadAsync(IEnumerable<IReadOnlyList<RunRecord>> pages, CancellationToken cancellationToken)
    {
        _rows.BeginLoad();
        return Task.Factory.StartNew(
            () =>
            {
                try
                {
                    var versions = Task.Run(LoadVersions, cancellationToken);
                    foreach (var page in pages)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        _rows.Load(page);
                    }

                    versions.GetAwaiter().GetResult();
                    _rows.EndLoad(null);
                }
                catch (Exception exception)
                {
                    _rows.EndLoad(exception);
                    throw;
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>
    /// Writes down which keys the runs of each chunk have, where that is not known on disk and the chunk has not changed since
    /// <paramref name="before"/>.
    /// </summary>
    internal async Task KeepListingsAsync(RunTable table, RunTable? before, CancellationToken cancellationToken)
    {
        if (_blocks is null)
            return;
        var known = _blocks.Listings();
        var signatures = new HashSet<long>();
        var fresh = new List<(long, byte[])>();
        for (var i = 0; i < table.Chunks.Length; i++)
        {
            foreach (var (signature, encode) in _listing.Parts(table.Chunk(i), i))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rests = before is not null && i < before.Chunks.Length && before.Chunk(i) == table.Chunk(i);
                if (signatures.Add(signature) && rests && !known.Contains(signature))
                    fresh.Add((signature, encode()));
            }
        }

        if (fresh.Count > 0)
            await _blocks.WriteListingsAsync(fresh, signatures, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All rows as they are now.</summary>
    internal RunTable Table() => _rows.Table();

    private ReadOnlyMemory<byte>? Stored(long signature)
    {
        try
        {
            return _blocks?.Listing(signature);
        }
        catch (Exception exception) when (exception is SqliteException or InvalidDataException)
        {
            _failed(exception);
            return null;
        }
    }

    // Without blocks nobody asks for them.
    private void LoadVersions()
    {
        if (_blocks is not null)
            _metrics.Versions?.Load();
    }

    /// <summary>Takes in a run that is new or changed. Calls for the same run must come in the order of its changes.</summary>
    public void Upsert(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _rows.Note(run.Id, RunRecord.Of(run));
    }

    /// <summary>Forgets a run; nothing happens when it is not there.</summary>
    public void Remove(long id) => _rows.Note(id, null);

    /// <summary>
    /// Tells that the metric source answers otherwise for this run; call it after the source does. Cheap: the values are read
    /// again by the next query that needs them.
    /// </summary>
    public void MarkMetricsChanged(long run)
    {
        _metrics.Versions?.Changed(run);
        _columns.MetricsChanged(run);
    }

    /// <summary>One page; null when the query's cursor is not one that was given for its sort.</summary>
    public RunPage? Query(RunQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        query = query with { Sort = query.Sort.Count == 0 ? Newest : query.Sort };
        var cursor = query.Cursor is null ? null : RunCursor.Read(query.Cursor, query.Sort);
        if (query.Cursor is not null && cursor is null)
            return null;

        var table = _rows.Table();
        var views = new Dictionary<RunColumn, ColumnView>();
        ColumnView View(RunColumn column) =>
            views.TryGetValue(column, out var known) ? known : views[column] = _columns.View(column, table);

        var predicate = new FilterPlan(View).Make(Scope(query));
        SortTerm[] terms = [.. query.Sort.Select((one, i) => new SortTerm(
            one, i > 0 && one.Column.Family == RunColumnFamily.Attribute ? null : View(one.Column), table))];
        var order = new RowOrder(table, terms, View(RunColumn.Attribute("createdAt")));

        // One more than asked for tells whether there is another page.
        var wanted = Math.Max(0L, query.Offset) + Math.Max(0, query.Limit) + 1;
        var first = new FirstRows((int)Math.Min(wanted, Math.Max(1, (long)table.Chunks.Length << RunChunk.Bits)), order);
        var total = Select(table, predicate, terms[0], query.Limit > 0 ? first : null, order, cursor);
        var page = Page(query, first, order, new PageValues(
            query.Columns,
            column => views.ContainsKey(column) || _columns.Contains(column) || query.Limit > MostFromDocuments ? View(column) : null,
            table,
            _metrics,
            _documents,
            _rows));
        _columns.Trim();
        return page with { Total = total };
    }

    /// <summary>
    /// The columns in which at least one active run of these projects (null for all) has a value, by family and name. Metric
    /// columns are those of the last value; their other aggregates have the same runs. Without <paramref name="withMetrics"/>
    /// they are left out, which saves a look at the series of every run.
    /// </summary>
    public IReadOnlyList<RunColumnInfo> Columns(IReadOnlyCollection<long>? projects, bool withMetrics = true) =>
        _listing.List(_rows.Table(), projects, withMetrics);

    /// <summary>
    /// The values that active runs of these projects (null for all) have in a column, most frequent first, at most
    /// <paramref name="limit"/>. A list counts as one value.
    /// </summary>
    public IReadOnlyList<RunValueCount> Values(IReadOnlyCollection<long>? projects, RunColumn column, int limit)
    {
        var table = _rows.Table();
        var rows = new FilterPlan(one => _columns.View(one, table)).Make(Scope(new RunQuery { Projects = projects }));
        var values = ColumnValues.Count(_columns.View(column, table), rows, limit);
        _columns.Trim();
        return values;
    }

    /// <summary>Runs gathered by what they have in common, with what their numbers come to.</summary>
    public RunGroups Groups(RunGroupQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var table = _rows.Table();
        ColumnView View(RunColumn column) => _columns.View(column, table);
        var rows = new FilterPlan(View).Make(Scope(new RunQuery { Projects = query.Projects, Filter = query.Filter }));
        var groups = new RunGrouping(query, View).Make(rows, table.Chunks.Length);
        _columns.Trim();
        return groups;
    }

    /// <summary>Settings of active runs of these projects whose texts contain <paramref name="text"/>, in any case of ASCII letters.</summary>
    public FoundValues FindValues(IReadOnlyCollection<long> projects, string text, int limit, TimeSpan patience, TimeProvider time) =>
        ValueSearch.Find(_rows.Table(), _documents, projects, text, limit, patience, time);

    private static long Select(
        RunTable table, Predicate predicate, SortTerm term, FirstRows? first, RowOrder order, RunCursor? cursor)
    {
        long total = 0;
        var cursorKey = cursor is null ? 0 : term.Key(cursor.Values[0]);
        Span<ulong> bits = stackalloc ulong[RunChunk.Words];
        Span<ulong> keys = stackalloc ulong[RunChunk.Size];

        // Newest rows first, for most queries want those: the fewer are pushed out again later.
        for (var chunk = table.Chunks.Length - 1; chunk >= 0; chunk--)
        {
            bits.Clear();
            predicate.AddTo(bits, chunk);
            var count = RowBits.Count(bits);
            total += count;
            if (count == 0 || first is null)
                continue;
            term.Keys(chunk, keys);
            for (var word = 0; word < bits.Length; word++)
            {
                for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                {
                    var place = (word << 6) + BitOperations.TrailingZeroCount(rest);
                    var row = (chunk << RunChunk.Bits) + place;
                    if (cursor is null || order.IsAfter((keys[place], row), cursor, cursorKey))
                        first.Offer(keys[place], row);
                }
            }
        }

        return total;
    }

    private static RunPage Page(RunQuery query, FirstRows first, RowOrder order, PageValues values)
    {
        var sorted = first.Sorted();
        var from = Math.Min(Math.Max(0, query.Offset), sorted.Length);
        var count = Math.Min(Math.Max(0, query.Limit), sorted.Length - from);
        var rows = values.Read(Array.ConvertAll(sorted.Slice(from, count).ToArray(), one => one.Row));
        var next = count > 0 && from + count < sorted.Length
            ? order.CursorAfter(sorted[from + count - 1].Row).Write(query.Sort)
            : null;
        return new RunPage(rows, 0, next);
    }

    private static RunFilter.And Scope(RunQuery query)
    {
        var project = RunColumn.Attribute("projectId");
        var deleted = new RunFilter.IsNull(RunColumn.Attribute("deletedAt"));
        return new RunFilter.And(
        [
            query.Projects is { } projects
                ? new RunFilter.In(project, [.. projects.Select(id => RunValue.Of(id))])
                : RunFilter.HasValue(project),
            query.Visibility switch
            {
                RunVisibility.Active => deleted,
                RunVisibility.Deleted => new RunFilter.Not(deleted),
                _ => new RunFilter.Always(),
            },
            query.Filter,
        ]);
    }
}
