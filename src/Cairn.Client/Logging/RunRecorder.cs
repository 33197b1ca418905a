using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cairn.Client.Spool;

namespace Cairn.Client.Logging;

/// <summary>
/// Moves what the program logs from memory to the spool, on a thread of its own. When the program is faster than that
/// thread, the program's threads help, so that memory stays bounded and nothing is dropped; only when the disk takes
/// nothing at all and memory is full are values dropped, counted and reported.
/// </summary>
internal sealed class RunRecorder : IDisposable
{
    private const int HelpAtSegments = 64;
    private const int WaitAtSegments = 448;
    private const int MostSegments = 512;
    private const long HelpAtBytes = 16 << 20;
    private const long WaitAtBytes = 96 << 20;
    private const long MostBytes = 128 << 20;

    private readonly SpoolBatch _batch;
    private readonly Warnings _warnings;
    private readonly RunDocument _config;
    private readonly RunDocument _summary;
    private readonly Action _appended;
    private readonly MetricLines _lines;
    private readonly ConcurrentQueue<(long Bytes, Action<SpoolBatch> Write)> _items = new();
    private readonly ConcurrentQueue<ConsoleLine> _console = new();
    private readonly Lock _drain = new();
    private readonly object _sleep = new();
    private readonly Thread _thread;
    private readonly TimeSpan _interval;
    private long _waitingBytes;
    private bool _woken;
    private bool _closed;
    private volatile bool _stopping;
    private volatile bool _drained;

    public RunRecorder(
        SpoolBatch batch, RunDocument config, RunDocument summary, Warnings warnings, TimeSpan interval, Action appended)
    {
        _batch = batch;
        _config = config;
        _summary = summary;
        _warnings = warnings;
        _appended = appended;
        _interval = interval < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10) : interval;
        _lines = new MetricLines(warnings);
        // Its own thread, not the pool's: training code often keeps every pool thread busy.
        _thread = new Thread(Loop) { IsBackground = true, Name = "cairn recorder" };
        _thread.Start();
    }

    private MetricBuffer Metrics { get; } = new(MostSegments);

    public void Log(string key, long step, long time, double value)
    {
        if (Metrics.Add(key, step, time, value))
            SegmentFull();
    }

    public void Log(ReadOnlySpan<(string Key, double Value)> row, long step, long time)
    {
        if (Metrics.Add(row, step, time))
            SegmentFull();
    }

    /// <summary>Queues something larger; <paramref name="write"/> runs later, and again if the disk was full.</summary>
    public void Enqueue(long bytes, Action<SpoolBatch> write)
    {
        if (MayWait(bytes))
            _items.Enqueue((bytes, write));
    }

    public void Console(ConsoleLine line)
    {
        if (MayWait(line.Text.Length * 2 + 64))
            _console.Enqueue(line);
    }

    /// <summary>Writes everything logged before the call to the spool.</summary>
    public void Drain()
    {
        // A program that logs without a pause must not keep this pass for ever.
        var most = Metrics.FullSegments + 1;
        var going = Guarded(() =>
        {
            _batch.Flush();
            DrainItems();
        });
        // The lock is let go between segments, so that a thread that helps never waits for a whole backlog.
        while (going && most-- > 0)
            going = Guarded(DrainSegment) && !_drained;
        Guarded(() =>
        {
            DrainConsole();
            DrainDocuments();
            _batch.Flush();
        });
        _appended();
    }

    /// <summary>Writes everything and then a last frame; nothing is written after it. False when the disk refused.</summary>
    public bool Close(ReadOnlyMemory<byte> finish)
    {
        _stopping = true;
        Wake();
        _thread.Join(TimeSpan.FromSeconds(10));
        Drain();
        var written = Guarded(() =>
        {
            _batch.Frame(SpoolFrameKind.Finish, finish);
            _closed = true;
        });
        if (Metrics.Dropped > 0)
            _warnings.Report("dropped", $"{Metrics.Dropped} values were dropped because the disk took no more");
        _appended();
        return written;
    }

    public void Dispose()
    {
        lock (_drain)
        {
            _closed = true;
            _batch.Dispose();
        }
    }

    private void Loop()
    {
        while (!_stopping)
        {
            Sleep();
            Drain();
        }
    }

    private void SegmentFull()
    {
        // A thread that helps does not wait for one that writes, a large file perhaps, while there is memory left.
        var waiting = Metrics.FullSegments;
        if (waiting >= HelpAtSegments)
            Guarded(DrainSegment, wait: waiting >= WaitAtSegments);
        Wake();
    }

    private void Wake()
    {
        lock (_sleep)
        {
            _woken = true;
            Monitor.Pulse(_sleep);
        }
    }

    private void Sleep()
    {
        lock (_sleep)
        {
            if (!_woken)
                Monitor.Wait(_sleep, _interval);
            _woken = false;
        }
    }

    /// <summary>Works on the batch alone; false when the disk takes nothing, or when this thread is inside already.</summary>
    private bool Guarded(Action work, bool wait = true)
    {
        // A warning hook that logs must not begin a second pass inside the first.
        if (_drain.IsHeldByCurrentThread)
            return false;
        if (wait)
            _drain.Enter();
        else if (!_drain.TryEnter())
            return false;
        try
        {
            // Another thread may still log while the run is being ended.
            if (_closed)
                return false;
            work();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warnings.Report("spool", $"the spool cannot be written ({e.Message}); values stay in memory meanwhile");
            return false;
        }
        catch (Exception e)
        {
            // Nothing that is logged may end the program or this thread.
            _warnings.Report("record:" + e.GetType().Name, $"something logged cannot be written: {e.Message}");
            return true;
        }
        finally
        {
            _drain.Exit();
        }
    }

    private bool MayWait(long bytes)
    {
        var waiting = Interlocked.Add(ref _waitingBytes, bytes);
        if (waiting >= HelpAtBytes)
        {
            Guarded(
                () =>
                {
                    DrainItems();
                    DrainConsole();
                },
                wait: waiting >= WaitAtBytes);
            Wake();
            if (Volatile.Read(ref _waitingBytes) >= MostBytes)
            {
                Interlocked.Add(ref _waitingBytes, -bytes);
                _warnings.Report("dropped-items", "records or console lines are dropped: the disk takes no more");
                return false;
            }
        }

        return true;
    }

    private void DrainItems()
    {
        for (var most = _items.Count; most > 0 && _items.TryPeek(out var item); most--)
        {
            try
            {
                item.Write(_batch);
                if (_batch.Length >= SpoolBatch.FrameLength)
                    _batch.Flush();
            }
            catch (Exception e) when (e is not IOException and not UnauthorizedAccessException)
            {
                _warnings.Report("item:" + e.GetType().Name, $"a logged value cannot be written: {e.Message}");
            }

            _items.TryDequeue(out _);
            Interlocked.Add(ref _waitingBytes, -item.Bytes);
        }
    }

    private void DrainSegment()
    {
        if (_batch.Length >= SpoolBatch.FrameLength)
            _batch.Flush();
        var segment = Metrics.Take();
        _drained = segment is null;
        if (segment is null)
            return;
        _lines.Write(segment.Written, _batch.Lines);
        Metrics.Return(segment);
    }

    private void DrainConsole()
    {
        for (var most = _console.Count; most > 0 && _console.TryDequeue(out var line); most--)
        {
            _batch.Console(line.Line, line.Stream, line.Time, line.Text);
            Interlocked.Add(ref _waitingBytes, -(line.Text.Length * 2 + 64));
            if (_batch.Length >= SpoolBatch.FrameLength)
                _batch.Flush();
        }
    }

    private void DrainDocuments()
    {
        Document("config", _config.TakeChanges());
        Document("summary", _summary.TakeChanges());
    }

    private void Document(string name, JsonObject? changes)
    {
        if (changes is null)
            return;
        _batch.Line(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName(name);
            changes.WriteTo(json);
            json.WriteEndObject();
        });
    }
}
