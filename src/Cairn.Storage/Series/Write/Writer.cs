using System.Diagnostics;
using Cairn.Storage.Series.Fold;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Write;

/// <summary>
/// The one thread that writes: all waiting batches go into one transaction, are applied to the heads once that is on
/// disk, and only then answered. Plans of folds ride along for a few milliseconds each time.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const long RoundBytes = 16L << 20;
    private const int SweptChunks = 200;
    private const int SweptBesideItems = 32;
    private static readonly TimeSpan PlanTime = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan PlanTimeBesideItems = TimeSpan.FromMilliseconds(2);

    private readonly Database _database;
    private readonly Changes _changes;
    private readonly WorkQueue _queue;
    private readonly RunTable _runs;
    private readonly Applier _applier;
    private readonly WriteHealth _health;
    private readonly Checkpointer _checkpointer;
    private readonly SeriesOptions _options;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly List<FoldPlan> _plans = [];
    private long _sequence;
    private bool _sweeping = true;
    private long _points;
    private long _chunks;
    private long _bytes;

    public Writer(
        Database database,
        WorkQueue queue,
        RunTable runs,
        Applier applier,
        WriteHealth health,
        Checkpointer checkpointer,
        SeriesOptions options,
        ILogger logger)
    {
        (_database, _queue, _runs, _applier) = (database, queue, runs, applier);
        (_health, _checkpointer, _options, _logger) = (health, checkpointer, options, logger);
        _changes = new Changes(database, options.Committing);
        _sequence = database.Scalar("SELECT max(seq) FROM stage");
        _points = database.Scalar("SELECT points FROM total");
        _chunks = database.Scalar("SELECT chunks FROM total");
        _bytes = database.Scalar("SELECT bytes FROM total");
        _thread = new Thread(Run) { IsBackground = true, Name = "cairn series writer" };
    }

    /// <summary>Points in chunks, chunks, and their bytes.</summary>
    public (long Points, long Chunks, long Bytes) Totals =>
        (Interlocked.Read(ref _points), Interlocked.Read(ref _chunks), Interlocked.Read(ref _bytes));

    public void Start()
    {
        _queue.Nudge();
        _thread.Start();
    }

    /// <summary>Waits until everything queued is done.</summary>
    public void Finish()
    {
        _queue.Close();
        _thread.Join();
    }

    public void Dispose() => _changes.Dispose();

    private void Run()
    {
        var items = new List<WorkItem>();
        while (_queue.Take(items, _runs.HeadBytes > 2 * _options.HeadBytes ? 0 : RoundBytes))
        {
            try
            {
                if (items.Count == 1 && items[0].MakePlan is not null)
                    Change(items[0]);
                else
                    Round(items);
                if (_sweeping && _queue.Count == 0)
                    Sweep();
                _checkpointer.AfterCommit(_database, idle: _queue.Count == 0);
            }
            catch (Exception error)
            {
                // Nothing may leave a batch unanswered, nor go on as if what was committed had been applied.
                var refusal = _health.Report(error);
                foreach (var item in items)
                    item.Done.TrySetException(refusal);
            }
        }
    }

    private void Round(List<WorkItem> items)
    {
        var refusal = items.Count > 0 || _health.Failed ? _health.Refusal() : null;
        if (refusal is not null)
        {
            foreach (var item in items)
                item.Done.TrySetException(refusal);
            items.Clear();
        }

        _plans.Clear();
        var first = _sequence + 1;
        try
        {
            if (items.Count > 0)
                Begin();
            foreach (var item in items)
                _changes.Stage(++_sequence, item.Batch!);
            var started = Stopwatch.GetTimestamp();

            // Whoever waits for an answer waits for the plans of this transaction too: few of them, unless memory runs short.
            var time = items.Count > 0 && _runs.HeadBytes < _options.HeadBytes / 2 ? PlanTimeBesideItems : PlanTime;
            while (Stopwatch.GetElapsedTime(started) < time && _queue.TryTakePlan(out var plan))
                Add(plan);

            // Also when there is never a quiet moment: space that is not given back would grow for ever.
            if (_begun && _sweeping)
                _sweeping = _changes.Sweep(SweptBesideItems);
            if (_begun)
                Commit();
        }
        catch (SqlException error)
        {
            _sweeping = true;
            Fail(error, items);
            return;
        }

        foreach (var plan in _plans)
        {
            _sweeping |= plan.LeavesGraves;
            Complete(plan);
        }

        foreach (var item in items)
        {
            var (batch, sequence) = (item.Batch!, first++);
            _runs.With(batch.Run, state =>
            {
                _applier.Apply(state, batch.Payload, sequence);
                return 0;
            });
            item.Done.TrySetResult();
        }
    }

    private bool _begun;

    private void Begin()
    {
        _changes.Begin();
        _begun = true;
    }

    private void Commit()
    {
        _changes.Commit();
        _begun = false;
        Interlocked.Add(ref _points, _changes.Total.Points);
        Interlocked.Add(ref _chunks, _changes.Total.Chunks);
        Interlocked.Add(ref _bytes, _changes.Total.Bytes);
    }

    private void Add(FoldPlan plan)
    {
        if (plan.Cancelled || plan.Failed || _health.Failed)
        {
            Abandon(plan);
            return;
        }

        if (!_begun)
            Begin();
        _plans.Add(plan);
        _changes.Write(plan);
    }

    private void Fail(Exception error, List<WorkItem> items)
    {
        _begun = false;
        try
        {
            _changes.Rollback();
        }
        catch (SqlException second)
        {
            error = new AggregateException(error, second);
        }

        var refusal = _health.Report(error);
        foreach (var item in items)
            item.Done.TrySetException(refusal);
        foreach (var plan in _plans)
            Abandon(plan);
    }

    /// <summary>A rewind or deletion: made and written here, after every batch before it and before every one after.</summary>
    private void Change(WorkItem item)
    {
        if (_health.Failed)
        {
            item.Done.TrySetException(_health.Refusal()!);
            return;
        }

        _plans.Clear();
        FoldPlan plan;
        try
        {
            plan = _runs.With(item.Run, state =>
            {
                if (state.Plan is { } other)
                    Cancel(other);
                return item.MakePlan!(state);
            });
        }
        catch (SeriesDamagedException damage)
        {
            if (_runs.Loaded(item.Run)?.Plan is { } made)
                Abandon(made);
            item.Done.TrySetException(damage);
            return;
        }

        try
        {
            Begin();
            _plans.Add(plan);
            _changes.Write(plan);
            Commit();
        }
        catch (SqlException error)
        {
            Fail(error, [item]);
            return;
        }

        Complete(plan);
        _sweeping |= plan.LeavesGraves;
        item.Done.TrySetResult();
    }

    private void Complete(FoldPlan plan)
    {
        var run = plan.Run;
        lock (run.Gate)
        {
            foreach (var summary in plan.Summaries)
            {
                summary.Series.Id = summary.Id;
                if (plan.Rewinds)
                {
                    summary.Series.Tally = summary.Tally;
                    summary.Series.Revision = _runs.Keys.NextRevision();
                    summary.Series.Changed = false;
                }
            }

            foreach (var series in plan.Removed)
                run.Remove(series);
            _runs.HeadBytes -= run.FrozenBytes;
            run.Drop();
            if (plan.Rewinds)
                run.ForgetGroups();
            run.Version = plan.Version + 1;
            run.NextGroup = plan.NextGroup;
            run.Plan = null;
            if (run.Staged.Count == 0)
                _runs.Dirty.TryRemove(run.Run, out _);
        }

        plan.Done.TrySetResult(true);
    }

    private static void Cancel(FoldPlan plan)
    {
        plan.Cancelled = true;
        foreach (var summary in plan.Summaries)
            summary.Series.Changed = true;
        plan.Run.Thaw();
        plan.Run.Plan = null;
    }

    private static void Abandon(FoldPlan plan)
    {
        lock (plan.Run.Gate)
        {
            if (!plan.Cancelled)
                Cancel(plan);
        }

        plan.Done.TrySetResult(false);
    }

    private void Sweep()
    {
        if (_health.Failed)
            return;
        try
        {
            Begin();
            _sweeping = _changes.Sweep(SweptChunks);
            Commit();
        }
        catch (SqlException error)
        {
            _plans.Clear();
            Fail(error, []);
            _sweeping = false;
            return;
        }

        if (_sweeping)
            _queue.Nudge();
        else
            _logger.LogDebug("Swept all dead row groups");
    }
}
