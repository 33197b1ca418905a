using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Sql;
using Cairn.Storage.Series.Write;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Fold;

/// <summary>The thread that picks runs to fold, encodes their points and hands the plans to the writer.</summary>
internal sealed class Folder
{
    private const long MostInFlight = 24L << 20;

    private readonly RunTable _runs;
    private readonly FoldPlanner _planner;
    private readonly WorkQueue _queue;
    private readonly WriteHealth _health;
    private readonly SeriesOptions _options;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource> _requests = new();
    private readonly Queue<(Task Done, long Bytes)> _inFlight = new();
    private long _inFlightBytes;
    private bool _stopping;
    private long _restUntil;

    public Folder(
        RunTable runs, FoldPlanner planner, WorkQueue queue, WriteHealth health, SeriesOptions options, ILogger logger)
    {
        (_runs, _planner, _queue, _health, _options, _logger) = (runs, planner, queue, health, options, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "cairn series folder" };
    }

    public void Start() => _thread.Start();

    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    /// <summary>Completes when everything unfolded at the moment of asking is in chunks.</summary>
    public Task FoldAllAsync()
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(SeriesStore));
            _requests.Enqueue(request);
            Monitor.Pulse(_gate);
        }

        return request.Task;
    }

    private void Run()
    {
        while (true)
        {
            TaskCompletionSource? request = null;
            lock (_gate)
            {
                if (_requests.Count == 0 && !_stopping)
                    Monitor.Wait(_gate, _runs.Dirty.IsEmpty ? 1000 : 100);
                if (!_requests.TryDequeue(out request) && _stopping)
                    return;
            }

            try
            {
                if (request is not null)
                {
                    FoldAll();
                    _runs.Evict(_options.LoadedSeries);
                    request.TrySetResult();
                }
                else if (_options.Background && _health.Writable && Environment.TickCount64 >= _restUntil)
                {
                    Tick();
                }
            }
            catch (Exception error)
            {
                request?.TrySetException(error);
                if (request is null)
                    _logger.LogError(error, "Folding stopped for a while");
                _restUntil = Environment.TickCount64 + 5000;
            }
        }
    }

    private void FoldAll()
    {
        // Plans are handed over without waiting, so that many runs share a transaction; then each is made sure of.
        var dirty = _runs.Dirty.Values;
        foreach (var run in dirty)
            Fold(run);
        foreach (var run in dirty)
        {
            for (var attempt = 0; ; attempt++)
            {
                FoldPlan? plan;
                lock (run.Gate)
                    plan = run.Plan;
                plan?.Done.Task.Wait();
                if (plan is null && (plan = Fold(run)) is null)
                    break;
                if (!plan.Done.Task.Result && !plan.Cancelled && attempt > 2)
                    break;
                if (!plan.Done.Task.Result && !_health.Writable)
                    throw _health.Refusal() ?? new SeriesUnavailableException("folding was refused", diskFull: false);
            }
        }
    }

    private void Tick()
    {
        var now = _runs.Now;
        var pressed = _runs.HeadBytes > _options.HeadBytes / 2;
        var due = new List<(RunState Run, long Bytes)>();
        foreach (var run in _runs.Dirty.Values)
        {
            if (run.Plan is not null)
                continue;
            if (pressed
                || run.MostRows >= _options.FoldRows
                || run.ActiveBytes > _options.HeadBytes / 4
                || now - run.FirstAt >= _options.FoldAge.TotalMilliseconds
                || now - run.LastAt >= _options.FoldIdle.TotalMilliseconds)
                due.Add((run, run.ActiveBytes));
        }

        due.Sort(static (a, b) => b.Bytes.CompareTo(a.Bytes));
        foreach (var (run, _) in due)
        {
            if (_stopping || _requests.Count > 0 || !_health.Writable)
                return;
            if (pressed && _runs.HeadBytes - _inFlightBytes < _options.HeadBytes / 4 && run.MostRows < _options.FoldRows)
                continue;
            Fold(run);
        }

        _runs.Evict(_options.LoadedSeries);
    }

    private FoldPlan? Fold(RunState run)
    {
        FoldPlan? plan;
        List<List<RowSet>> sets;
        long bytes;
        lock (run.Gate)
        {
            plan = FoldPlanner.Freeze(run);
            if (plan is null)
                return null;
            sets = FoldPlanner.Frozen(run);
            bytes = run.FrozenBytes;
        }

        try
        {
            _planner.Plan(plan, sets);
        }
        catch (Exception error) when (error is SqlException or SeriesDamagedException or InvalidOperationException)
        {
            _logger.LogError(error, "Run {Run} could not be folded", run.Run);
            plan.Failed = true;
        }

        _queue.Enqueue(plan);
        _inFlight.Enqueue((plan.Done.Task, bytes));
        _inFlightBytes += bytes;
        while (_inFlight.TryPeek(out var oldest) && (oldest.Done.IsCompleted || _inFlightBytes > MostInFlight))
        {
            oldest.Done.Wait();
            _inFlight.Dequeue();
            _inFlightBytes -= oldest.Bytes;
        }

        return plan;
    }
}
