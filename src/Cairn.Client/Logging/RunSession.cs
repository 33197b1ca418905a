using System.Text.Json.Nodes;
using Cairn.Client.Spool;

namespace Cairn.Client.Logging;

/// <summary>
/// The life of one run in this process: opens the spool, starts recording, capturing and sending, and ends them in
/// order. Without a pipeline (a disabled run) everything is accepted and nothing kept.
/// </summary>
internal sealed class RunSession : IAsyncDisposable
{
    private readonly RunOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _tagGate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopRequested = new();
    private RunPipeline? _pipeline;
    private IReadOnlyList<string> _tags;
    private int _finishing;
    private bool _repeats;
    private volatile bool _signalled;

    private RunSession(ProjectPath project, RunOptions options, Warnings warnings)
    {
        Project = project;
        Warnings = warnings;
        _options = options;
        _clock = options.Clock;
        _tags = [.. options.Tags.Distinct()];
        Uid = options.Uid is { Length: > 0 } given ? Wire.Uid(given, warnings) : NewUid();
        Config = new RunDocument("config", warnings);
        Summary = new RunDocument("summary", warnings);
        Steps = new StepWatch(warnings);
        Media = new MediaRecorder(Enqueue, warnings, _clock);
    }

    public ProjectPath Project { get; }

    public string Uid { get; }

    public RunMode Mode { get; private set; }

    public string Url => _pipeline?.Url ?? "";

    public string SpoolFolder => _pipeline?.Folder.Path ?? "";

    public bool IsFinished => Volatile.Read(ref _finishing) != 0;

    public RunDocument Config { get; }

    public RunDocument Summary { get; }

    public IReadOnlyList<string> Tags => Volatile.Read(ref _tags);

    public StepWatch Steps { get; }

    public MediaRecorder Media { get; }

    public Warnings Warnings { get; }

    public static RunSession Start(string project, RunOptions options)
    {
        var warnings = new Warnings(options.OnWarning);
        var ordinal = Repetition.NextOrdinal();
        var repetition = Repetition.Parse(Environment.GetEnvironmentVariable(Repetition.Variable), warnings);
        options = repetition?.Apply(options, ordinal) ?? options;
        var session = new RunSession(ProjectPath.Parse(project), options, warnings) { _repeats = repetition is not null };
        session.Mode = options.Mode ?? ModeFromEnvironment(warnings);
        var config = JsonValues.ToObject(options.Config, "config", warnings);
        if (config is not null)
            session.Config.Begin(config);
        if (session.Mode == RunMode.Disabled)
            return session;

        try
        {
            session._pipeline = RunPipeline.Open(session, options, config, ordinal);
            session._pipeline.Begin(new ProcessEnd(session.ProcessExited, session.ProcessFailed, session.Signalled));
        }
        catch (Exception e)
        {
            // A run that cannot be recorded must not keep the program from its work.
            warnings.Report("start", $"the run cannot be recorded: {e.Message}");
            session.Mode = RunMode.Disabled;
        }

        return session;
    }

    public void Log(string key, long step, double value)
    {
        if (Open() is { } pipeline)
            pipeline.Recorder.Log(key, step, Now(), value);
    }

    public void Log(ReadOnlySpan<(string Key, double Value)> row, long step)
    {
        if (Open() is { } pipeline)
            pipeline.Recorder.Log(row, step, Now());
    }

    public void SetTags(IReadOnlyList<string> tags)
    {
        lock (_tagGate)
        {
            Volatile.Write(ref _tags, [.. tags.Distinct()]);
            Change("tags", new JsonArray([.. Tags.Select(tag => (JsonNode?)tag)]));
        }
    }

    public void Change(string member, JsonNode? value) => Frame(SpoolFrameKind.Change, new JsonObject { [member] = value });

    public void Alert(string title, string? text, AlertLevel level)
    {
        var alert = new JsonObject
        {
            ["title"] = Wire.Limit(string.IsNullOrEmpty(title) ? "Alert" : title, Wire.NameLimit),
            ["level"] = Enum.GetName(level)!.ToLowerInvariant(),
            ["time"] = Now(),
        };
        if (text is not null)
            alert["text"] = Wire.Limit(text, Wire.AlertLimit);
        Frame(SpoolFrameKind.Alert, alert);
    }

    public void AlertFailure(Exception exception) =>
        Alert($"{exception.GetType().Name}: {exception.Message}", exception.ToString(), AlertLevel.Error);

    public void SetLandmark(Landmark landmark)
    {
        // The project's landmarks stand where the first run put them.
        if (_repeats)
            return;
        if (landmark.Value is { } value && !double.IsFinite(value))
            Warnings.Report("landmark", $"the landmark '{landmark.Name}' is skipped: its value {value} is not finite");
        else
            Frame(SpoolFrameKind.Landmark, landmark.ToJson());
    }

    public Task<bool> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Open() is { } pipeline ? pipeline.FlushAsync(timeout, cancellationToken) : Task.FromResult(true);

    /// <summary>As <see cref="FinishAsync"/>; on the pool, so that a UI thread's context is never waited for.</summary>
    public void Finish(string state, int exitCode) => Task.Run(() => FinishAsync(state, exitCode)).GetAwaiter().GetResult();

    public async Task FinishAsync(string state, int exitCode)
    {
        if (Interlocked.Exchange(ref _finishing, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
            return;
        }

        try
        {
            if (_pipeline is { } pipeline)
            {
                await pipeline.EndAsync(new JsonObject
                {
                    ["state"] = state,
                    ["exitCode"] = exitCode,
                    ["finishedAt"] = Now(),
                }).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Warnings.Report("finish", $"the run could not be ended in order: {e.Message}");
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync() => await FinishAsync("finished", 0).ConfigureAwait(false);

    /// <summary>Keeps the run on disk only.</summary>
    public void StayOffline() => Mode = RunMode.Offline;

    /// <summary>Cancelled when a person asks the run to stop.</summary>
    public CancellationToken StopRequested => _stopRequested.Token;

    /// <summary>Called when the server says that a person asked the run to stop. The program's own callbacks run elsewhere.</summary>
    public void StopAsked()
    {
        if (!_stopRequested.IsCancellationRequested)
            _ = _stopRequested.CancelAsync();
    }

    /// <summary>Called at every heartbeat: a process that outlives its signal is running again.</summary>
    public void Alive()
    {
        if (!_signalled)
            return;
        _signalled = false;
        Frame(SpoolFrameKind.Change, new JsonObject { ["state"] = "running" });
    }

    private static RunMode ModeFromEnvironment(Warnings warnings)
    {
        var text = Environment.GetEnvironmentVariable("CAIRN_MODE");
        if (string.IsNullOrEmpty(text))
            return RunMode.Online;
        if (Enum.TryParse<RunMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode))
            return mode;
        warnings.Report("mode", $"CAIRN_MODE is '{text}'; it should be online, offline or disabled");
        return RunMode.Online;
    }

    private static string NewUid() => Random.Shared.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 8);

    private void Enqueue(long bytes, Action<SpoolBatch> write) => Open()?.Recorder.Enqueue(bytes, write);

    private void Frame(SpoolFrameKind kind, JsonObject content)
    {
        if (Open() is not { } pipeline)
            return;
        var payload = System.Text.Encoding.UTF8.GetBytes(content.ToJsonString());
        pipeline.Recorder.Enqueue(payload.Length, batch => batch.Frame(kind, payload));
    }

    private RunPipeline? Open()
    {
        if (_pipeline is null || !IsFinished)
            return _pipeline;
        Warnings.Report("finished", "the run has ended; what is logged now is not kept");
        return null;
    }

    private void ProcessExited() =>
        Finish(Environment.ExitCode == 0 ? "finished" : "failed", Environment.ExitCode);

    private void ProcessFailed(Exception? exception)
    {
        if (exception is not null && !IsFinished)
            AlertFailure(exception);
        Finish("failed", 1);
    }

    private void Signalled(System.Runtime.InteropServices.PosixSignal signal)
    {
        if (IsFinished || _pipeline is not { } pipeline)
            return;
        // Not the end of the run: another handler may still cancel the signal. Then the next heartbeat takes it back.
        Frame(SpoolFrameKind.Change, new JsonObject
        {
            ["state"] = "killed",
            ["exitCode"] = signal switch
            {
                System.Runtime.InteropServices.PosixSignal.SIGHUP => 129,
                System.Runtime.InteropServices.PosixSignal.SIGINT => 130,
                _ => 143,
            },
            ["finishedAt"] = Now(),
        });
        _signalled = true;
        pipeline.FlushAsync(_options.AwayTimeout, CancellationToken.None).GetAwaiter().GetResult();
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
