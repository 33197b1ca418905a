using System.Text;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series.Fold;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Read;
using Cairn.Storage.Series.Sql;
using Cairn.Storage.Series.Write;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Storage.Series;

/// <summary>
/// All series of all runs, in one SQLite file. An appended batch is on disk when its task completes; an identical point
/// is stored once however often it is sent; readers see each point exactly once at every moment. Thread-safe. Only one
/// process may have the file open.
/// </summary>
public sealed class SeriesStore : IAsyncDisposable
{
    private const int Readers = 8;

    private readonly Database _database;
    private readonly ReaderPool _readers;
    private readonly RunTable _runs;
    private readonly SeriesSource _source;
    private readonly WorkQueue _queue;
    private readonly WriteHealth _health;
    private readonly Checkpointer _checkpointer;
    private readonly Writer _writer;
    private readonly Folder _folder;
    private readonly RewindPlanner _rewinds;
    private readonly BucketQuery _buckets;
    private readonly PointQuery _points;
    private readonly DamageList _damage;
    private readonly int _mostKeys;
    private int _disposed;

    private SeriesStore(string path, Database database, SeriesOptions options, TimeProvider time, ILogger logger)
    {
        _database = database;
        Schema.Prepare(database, path);
        database.Execute(
            $"""
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {options.CheckpointBytes * 2};
            PRAGMA cache_size = -32768;
            PRAGMA max_page_count = {(options.MaxPages > 0 ? options.MaxPages : 4294967294)};
            """);
        var numbers = new SeriesNumbers(database.Scalar("SELECT last_series FROM total"));
        _readers = new ReaderPool(path, Readers);
        _runs = new RunTable(_readers, new KeyTable(), time);
        _damage = new DamageList(logger);
        _source = new SeriesSource(_readers, _runs, _damage, options.CacheBytes);
        _queue = new WorkQueue(options.QueueBatches, options.QueueBytes, options.QueueWait);
        _mostKeys = options.MostKeys;
        var space = options.Space ?? new DiskSpace(Path.GetDirectoryName(Path.GetFullPath(path))!, options.ReserveBytes, time);
        _health = new WriteHealth(path, space, time, logger);
        _checkpointer = new Checkpointer(path, options.CheckpointBytes, _health, logger);
        var applier = new Applier(_runs, _source, logger);
        Replay.Run(database, _runs, applier, logger);
        var planner = new FoldPlanner(_readers, _source, numbers, logger);
        _rewinds = new RewindPlanner(_readers, planner);
        _writer = new Writer(database, _queue, _runs, applier, _health, _checkpointer, options, logger);
        _folder = new Folder(_runs, planner, _queue, _health, options, logger);
        _buckets = new BucketQuery(_source, options.CacheBytes);
        _points = new PointQuery(_source);
    }

    /// <summary>Counters of this moment.</summary>
    public SeriesStoreStats Stats
    {
        get
        {
            long batches = 0, bytes = 0, points = 0, memory = 0;
            foreach (var run in _runs.Dirty.Values)
            {
                lock (run.Gate)
                {
                    batches += run.Staged.Count + run.Folding.Count;
                    bytes += run.Staged.Sum(batch => (long)batch.Bytes) + run.Folding.Sum(batch => (long)batch.Bytes);
                    points += run.ActivePoints + run.FrozenPoints;
                    memory += run.ActiveBytes + run.FrozenBytes;
                }
            }

            var totals = _writer.Totals;
            return new SeriesStoreStats(
                totals.Points, totals.Bytes, totals.Chunks, batches, bytes, points, memory, _runs.Count,
                _source.CachedBytes + _buckets.CachedBytes, _queue.Count, _checkpointer.LogBytes, _health.Writable);
        }
    }

    /// <summary>
    /// Opens the store at <paramref name="path"/>, or makes it; batches accepted before a crash are there again.
    /// A file of a newer Cairn is refused with <see cref="SeriesVersionException"/>, one that is damaged or no database with
    /// <see cref="DatabaseUnusableException"/>.
    /// </summary>
    public static SeriesStore Open(
        string path, SeriesOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        Database? database = null;
        try
        {
            database = Database.Open(path, create: true);
            var store = new SeriesStore(
                path, database, options ?? new SeriesOptions(), time ?? TimeProvider.System, logger ?? NullLogger.Instance);
            store._writer.Start();
            store._folder.Start();
            return store;
        }
        catch (Exception exception)
        {
            database?.Dispose();
            if (exception is SqlException)
                throw new DatabaseUnusableException(path, exception);
            throw;
        }
    }

    /// <summary>
    /// Stores a batch; completes when it is on disk and visible to readers. Fails with <see cref="SeriesBusyException"/>
    /// if the writer cannot keep up, with <see cref="SeriesUnavailableException"/> if the disk is full or failed, and with
    /// <see cref="SeriesTooWideException"/> if the run would have too many keys.
    /// </summary>
    public async Task AppendAsync(SeriesBatch batch, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Points == 0)
            return;
        ObjectDisposedException.ThrowIf(batch.Payload.IsEmpty, batch);
        if (!Fits(batch))
            throw new SeriesTooWideException(batch.Run, _mostKeys);
        var item = new WorkItem { Batch = batch };
        await _queue.EnqueueAsync(item, ct);
        await item.Done.Task;
    }

    /// <summary>Keys that a run may have.</summary>
    public int MostKeys => _mostKeys;

    /// <summary>Whether a batch leaves its run with no more keys than it may have.</summary>
    public bool Fits(SeriesBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // The sum of the keys is enough for nearly all.
        if (_runs.Loaded(batch.Run) is { } loaded && loaded.SeriesCount + batch.Keys <= _mostKeys)
            return true;
        return _runs.With(batch.Run, state =>
            state.SeriesCount + batch.Keys <= _mostKeys || state.SeriesCount + state.CountNew(batch.Payload) <= _mostKeys);
    }

    /// <summary>The summaries of a run's series, by key.</summary>
    public IReadOnlyList<SeriesSummary> Summaries(long run) => _runs.With(run, state =>
    {
        var summaries = new List<SeriesSummary>(state.SeriesCount);
        foreach (var series in state.Series)
        {
            if (series.Tally.Count > 0)
                summaries.Add(series.Tally.Summary(run, series.Key.Text));
        }

        summaries.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return summaries;
    });

    /// <summary>The summary of a series; null if it has no points.</summary>
    public SeriesSummary? Summary(long run, string key)
    {
        var name = Encoding.UTF8.GetBytes(key);
        return _runs.With(
            run,
            state => state.Find(name) is { Tally.Count: > 0 } series ? series.Tally.Summary(run, series.Key.Text) : null);
    }

    /// <summary>Visits the summary of a key in every run that has it, in no particular order.</summary>
    public void ScanSummaries(string key, Action<SeriesSummary> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var name = Encoding.UTF8.GetBytes(key);
        var seen = new HashSet<long>();
        var found = new List<(long Run, Tally Tally)>();

        // Memory first: a run forgotten in between is complete in the database, one loaded in between is in it too.
        foreach (var state in _runs.All)
        {
            lock (state.Gate)
            {
                if (!state.Loaded || state.Evicted)
                    continue;
                seen.Add(state.Run);
                if (state.Find(name) is { Tally.Count: > 0 } series)
                    found.Add((state.Run, series.Tally));
            }
        }

        var stored = new List<(long Run, Tally Tally)>();
        using (var lease = _readers.Rent())
            lease.Reader.ByKey(name, stored);
        foreach (var (run, tally) in found)
            visit(tally.Summary(run, key));
        foreach (var (run, tally) in stored)
        {
            if (!seen.Contains(run))
                visit(tally.Summary(run, key));
        }
    }

    /// <summary>
    /// Visits every run with every key that it has points of, in no particular order and some of them twice: cheaper than
    /// asking for the keys of thousands of runs.
    /// </summary>
    public void ScanKeys(Action<long, string> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);

        // Memory first: what is folded and forgotten in between is in the database.
        foreach (var state in _runs.All)
        {
            lock (state.Gate)
            {
                if (!state.Loaded || state.Evicted)
                    continue;
                foreach (var series in state.Series)
                {
                    if (series.Tally.Count > 0)
                        visit(state.Run, series.Key.Text);
                }
            }
        }

        using var lease = _readers.Rent();
        lease.Reader.Uses(visit);
    }

    /// <summary>
    /// Visits every run that has ever had points with the number of its state, null while it has points that are not folded
    /// yet: as long as the number is the same, <see cref="ScanFolded"/> tells the same of its series.
    /// </summary>
    public void ScanVersions(Action<long, long?> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);

        // First: of a run that is folded in between, what is read may be the number of before.
        var unfolded = _runs.Dirty.Keys.ToHashSet();
        foreach (var run in unfolded)
            visit(run, null);
        using var lease = _readers.Rent();
        lease.Reader.Versions(0, long.MaxValue, (run, version) =>
        {
            if (!unfolded.Contains(run))
                visit(run, version);
        });
    }

    /// <summary>The number of a run's state, 0 before its first fold; null while it has points that are not folded yet.</summary>
    public long? Version(long run)
    {
        if (_runs.Dirty.ContainsKey(run))
            return null;
        using var lease = _readers.Rent();
        return lease.Reader.Run(run).Version;
    }

    /// <summary>
    /// Visits the runs with ids in [first, last] with the numbers of their states, then the summaries of their series in just
    /// those states, without the points that are not folded yet.
    /// </summary>
    public void ScanFolded(long first, long last, Action<long, long> versions, Action<SeriesSummary> visit)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(visit);
        using var lease = _readers.Rent();
        lease.Reader.Runs(first, last, versions, (run, key, tally) => visit(tally.Summary(run, key)));
    }

    /// <summary>Visits the runs with ids in [first, last] with the keys that they have folded points of.</summary>
    public void ScanFoldedKeys(long first, long last, Action<long, string> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        using var lease = _readers.Rent();
        lease.Reader.Uses(first, last, visit);
    }

    /// <summary>The keys of a run that have points, in ordinal order.</summary>
    public IReadOnlyList<string> Keys(long run) => _runs.With(run, state =>
    {
        var keys = new List<string>(state.SeriesCount);
        foreach (var series in state.Series)
        {
            if (series.Tally.Count > 0)
                keys.Add(series.Key.Text);
        }

        keys.Sort(string.CompareOrdinal);
        return keys;
    });

    /// <summary>
    /// The points with x in [from, to], in <paramref name="buckets"/> equal parts (1 to 1,000,000) of that range. x is in
    /// bucket floor((x - from) · buckets / (to - from + 1)); empty buckets are left out. A bucket's last point is the
    /// greatest by (x, the other axis, value). The X of the answer are the caller's own; the other columns may be shared.
    /// </summary>
    public BucketedSeries ReadBuckets(long run, string key, SeriesAxis axis, long from, long to, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, 1_000_000);
        return from > to
            ? BucketedSeries.Empty
            : _buckets.Read(run, key, axis, new BucketGrid(from, to, buckets));
    }

    /// <summary>
    /// Raw points with steps in [fromStep, toStep] in the order (step, time, value), at most <paramref name="limit"/>,
    /// only those after <paramref name="after"/>.
    /// </summary>
    public SeriesPoints ReadPoints(
        long run,
        string key,
        long fromStep = long.MinValue,
        long toStep = long.MaxValue,
        int limit = int.MaxValue,
        SeriesPosition? after = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _points.Read(run, Encoding.UTF8.GetBytes(key), fromStep, toStep, limit, after);
    }

    /// <summary>All points of a series without their times, in pooled arrays: cheaper than <see cref="ReadPoints"/> for who only looks at them.</summary>
    public BorrowedPoints BorrowPoints(long run, string key) => _points.Borrow(run, Encoding.UTF8.GetBytes(key));

    /// <summary>The parts of a run's series that were found damaged since the store was opened; readers leave them out.</summary>
    public IReadOnlyList<SeriesDamage> Damage(long run) => _damage.Of(run);

    /// <summary>Rewinds a run: drops every point with step &gt;= <paramref name="fromStep"/>, durably, before it completes.</summary>
    public Task TruncateAsync(long run, long fromStep, CancellationToken ct = default) =>
        ChangeAsync(run, state => _rewinds.Truncate(state, fromStep), ct);

    /// <summary>Drops all points of a run, durably, before it completes; their space is given back later.</summary>
    public Task DeleteRunAsync(long run, CancellationToken ct = default) => ChangeAsync(run, _rewinds.Delete, ct);

    /// <summary>Completes when everything accepted so far is in chunks.</summary>
    public Task FoldAsync(CancellationToken ct = default) => _folder.FoldAllAsync().WaitAsync(ct);

    /// <summary>Finishes what was accepted and closes the file; unfolded points wait in it for the next opening.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return ValueTask.CompletedTask;
        return new ValueTask(Task.Run(() =>
        {
            _folder.Stop();
            _writer.Finish();
            _checkpointer.Dispose();
            _writer.Dispose();
            _readers.Dispose();
            _database.Dispose();
        }));
    }

    private async Task ChangeAsync(long run, Func<RunState, FoldPlan> plan, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run, Ids.MaxRun);
        var item = new WorkItem { Run = run, MakePlan = plan };
        await _queue.EnqueueAsync(item, ct);
        await item.Done.Task;
    }
}
