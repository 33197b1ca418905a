using System.Diagnostics.CodeAnalysis;
using Cairn.Storage.Series.Fold;

namespace Cairn.Storage.Series.Write;

/// <summary>What waits for the writer thread. Batches are bounded in number and bytes; plans of folds have their own bound.</summary>
internal sealed class WorkQueue(int mostBatches, long mostBytes, TimeSpan patience)
{
    private readonly object _gate = new();
    private readonly Queue<WorkItem> _items = new();
    private readonly Queue<FoldPlan> _plans = new();
    private TaskCompletionSource _space = NewSignal();
    private long _bytes;
    private bool _closed;
    private bool _nudged;

    public int Count => Volatile.Read(ref _count);

    private int _count;

    /// <summary>Waits for a place, but not for ever.</summary>
    public async ValueTask EnqueueAsync(WorkItem item, CancellationToken ct)
    {
        long deadline = 0;
        while (true)
        {
            Task space;
            lock (_gate)
            {
                if (TryAdd(item))
                    return;
                space = _space.Task;
            }

            var now = Environment.TickCount64;
            deadline = deadline == 0 ? now + (long)patience.TotalMilliseconds : deadline;
            if (now >= deadline)
                throw new SeriesBusyException("the queue of batches to be written is full; nothing of this one was kept");
            try
            {
                await space.WaitAsync(TimeSpan.FromMilliseconds(deadline - now), ct);
            }
            catch (TimeoutException)
            {
                throw new SeriesBusyException("the queue of batches to be written is full; nothing of this one was kept");
            }
        }
    }

    public void Enqueue(FoldPlan plan)
    {
        lock (_gate)
        {
            _plans.Enqueue(plan);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Wakes the writer, which has something else to look at.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _nudged = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>No more work; what is queued is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for work and takes the batches at the head of the queue, or one item that is none; false at the end.</summary>
    public bool Take(List<WorkItem> taken, long bytes)
    {
        taken.Clear();
        lock (_gate)
        {
            while ((_items.Count == 0 || bytes == 0) && _plans.Count == 0 && !_nudged)
            {
                if (_closed && _items.Count == 0)
                    return false;
                if (bytes > 0)
                    Monitor.Wait(_gate);
                else if (!Monitor.Wait(_gate, 50))
                    break;
            }

            _nudged = false;
            while (bytes > 0 && _items.TryPeek(out var item))
            {
                if (item.Batch is null && taken.Count > 0)
                    break;
                taken.Add(_items.Dequeue());
                _count--;
                if (item.Batch is null)
                    break;
                bytes -= item.Batch.Length;
                _bytes -= item.Batch.Length;
            }

            if (taken.Count > 0 && _items.Count <= mostBatches * 3 / 4)
            {
                _space.TrySetResult();
                _space = NewSignal();
            }

            return true;
        }
    }

    public bool TryTakePlan([NotNullWhen(true)] out FoldPlan? plan)
    {
        lock (_gate)
            return _plans.TryDequeue(out plan);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryAdd(WorkItem item)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SeriesStore));
        var length = item.Batch?.Length ?? 0;
        if (_items.Count >= mostBatches || (_bytes + length > mostBytes && _items.Count > 0))
            return false;
        _items.Enqueue(item);
        _count++;
        _bytes += length;
        Monitor.Pulse(_gate);
        return true;
    }
}
