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
    private const int MostSegments = 512;
    private const long HelpAtBytes = 16 << 20;
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
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly TimeSpan _interval;
    private long _waitingBytes;
    private volatile bool _stopping;

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
        // A warning hook that logs must not begin a second pass inside the first.
        if (_drain.IsHeldByCurrentThread)
            return;
        lock (_drain)
        {
            try
            {
                _batch.Flush();
                DrainItems();
                DrainMetrics();
                DrainConsole();
                DrainDocuments();
                _batch.Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _warnings.Report("spool", $"the spool cannot be written ({e.Message}); values stay in memory meanwhile");
            }
        }

        _appended();
    }

    /// <summary>Writes everything and then a last frame; nothing is written after it. False when the disk refused.</summary>
    public bool Close(ReadOnlyMemory<byte> finish)
    {
        _stopping = true;
        _wake.Set();
        _thread.Join(TimeSpan.FromSeconds(10));
        Drain();
        try
        {
            lock (_drain)
                _batch.Frame(SpoolFrameKind.Finish, finish);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warnings.Report("spool-finish", $"the end of the run cannot be written to the spool: {e.Message}");
            return false;
        }

        if (Metrics.Dropped > 0)
            _warnings.Report("dropped", $"{Metrics.Dropped} values were dropped because the disk took no more");
        _appended();
        return true;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _wake.Dispose();
    }

    private void Loop()
    {
        while (!_stopping)
        {
            _wake.WaitOne(_interval);
            Drain();
        }
    }

    private void SegmentFull()
    {
        var waiting = Metrics.FullSegments;
        if (waiting >= HelpAtSegments)
            Drain();
        else
            _wake.Set();
    }

    private bool MayWait(long bytes)
    {
        var waiting = Interlocked.Add(ref _waitingBytes, bytes);
        if (waiting >= HelpAtBytes)
        {
            Drain();
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

    private void DrainMetrics()
    {
        // A program that logs without a pause must not keep this loop for ever.
        for (var most = Metrics.FullSegments + 1; most > 0 && Metrics.Take() is { } segment; most--)
        {
            _lines.Write(segment.Written, _batch);
            Metrics.Return(segment);
            if (_batch.Length >= SpoolBatch.FrameLength)
                _batch.Flush();
        }
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
