using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Cairn.Core.Events;

/// <summary>
/// The newest events in memory, for any number of watchers. Points, records and console lines of a run are gathered
/// and told at most four times a second, however fast they come.
/// </summary>
public sealed class EventHub : IDisposable
{
    private const int Capacity = 8192;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly ServerEvent?[] _ring = new ServerEvent?[Capacity];
    private readonly ConcurrentDictionary<long, PendingRun> _pending = new();
    private readonly ITimer _timer;
    private TaskCompletionSource _arrival = NewArrival();
    private long _sequence;

    public EventHub(TimeProvider time) => _timer = time.CreateTimer(_ => Flush(), null, Gathering, Gathering);

    /// <summary>The sequence number of the newest event; 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
                return _sequence;
        }
    }

    /// <summary>Tells an event at once.</summary>
    public void Publish(long project, EventData data)
    {
        TaskCompletionSource arrival;
        lock (_lock)
        {
            _sequence++;
            _ring[_sequence % Capacity] = new ServerEvent(_sequence, project, data);
            arrival = _arrival;
            _arrival = NewArrival();
        }

        arrival.SetResult();
    }

    /// <summary>Notes what a run logged; it is told with the next gathering.</summary>
    public void Note(long project, long run, long points, long lastStep, IEnumerable<string> recordKeys, long consoleTotal)
    {
        while (true)
        {
            var pending = _pending.GetOrAdd(run, _ => new PendingRun(project));
            if (pending.Add(points, lastStep, recordKeys, consoleTotal))
                return;
        }
    }

    /// <summary>
    /// Every event after number <paramref name="after"/> as it comes, until cancelled. A null means that events are
    /// missing in between: the watcher has to fetch anew.
    /// </summary>
    public async IAsyncEnumerable<ServerEvent?> WatchAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            List<ServerEvent> news;
            Task arrival;
            bool gap;
            lock (_lock)
            {
                gap = after > _sequence || after < _sequence - Capacity;
                news = gap ? [] : Since(after);
                after = _sequence;
                arrival = _arrival.Task;
            }

            if (gap)
                yield return null;
            foreach (var one in news)
                yield return one;
            if (!gap && news.Count == 0)
                await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _timer.Dispose();

    // As many steps as there is news: thousands of idle watchers are woken by every event.
    private List<ServerEvent> Since(long after)
    {
        var news = new List<ServerEvent>((int)(_sequence - after));
        for (var sequence = after + 1; sequence <= _sequence; sequence++)
            news.Add(_ring[sequence % Capacity]!);
        return news;
    }

    private void Flush()
    {
        foreach (var (run, pending) in _pending)
        {
            if (_pending.TryRemove(KeyValuePair.Create(run, pending)))
                pending.Close(run, data => Publish(pending.Project, data));
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class PendingRun(long project)
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _recordKeys = [];
        private bool _closed;
        private long _points;
        private long _lastStep = long.MinValue;
        private long _consoleTotal = -1;

        public long Project { get; } = project;

        public bool Add(long points, long lastStep, IEnumerable<string> recordKeys, long consoleTotal)
        {
            lock (_lock)
            {
                if (_closed)
                    return false;
                _points += points;
                _lastStep = Math.Max(_lastStep, lastStep);
                _consoleTotal = Math.Max(_consoleTotal, consoleTotal);
                _recordKeys.UnionWith(recordKeys);
                return true;
            }
        }

        public void Close(long run, Action<EventData> publish)
        {
            lock (_lock)
                _closed = true;
            if (_points > 0)
                publish(new EventData.Points(run, _points, _lastStep));
            if (_recordKeys.Count > 0)
                publish(new EventData.Records(run, [.. _recordKeys]));
            if (_consoleTotal >= 0)
                publish(new EventData.Console(run, _consoleTotal));
        }
    }
}
