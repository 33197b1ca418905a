using System.Text.Json.Nodes;
using Cairn.Client.Consoles;
using Cairn.Client.Hardware;
using Cairn.Client.Sending;
using Cairn.Client.Spool;
using Cairn.Client.Surroundings;

namespace Cairn.Client.Logging;

/// <summary>A run's working parts: spool folder, recorder, captures and sender.</summary>
internal sealed class RunPipeline : IAsyncDisposable
{
    private static readonly TimeSpan EnvironmentLimit = TimeSpan.FromSeconds(5);

    private readonly RunSession _session;
    private readonly RunOptions _options;
    private readonly SpoolWriter _writer;
    private readonly ApiConnection _api;
    private readonly RunSender? _sender;
    private Task _environment = Task.CompletedTask;
    private ConsoleCapture? _console;
    private HardwareLoop? _hardware;
    private ProcessEnd? _processEnd;
    private SendLoop? _loop;
    private string? _url;

    private RunPipeline(RunSession session, RunOptions options, SpoolFolder folder)
    {
        _session = session;
        _options = options;
        Folder = folder;
        _writer = new SpoolWriter(folder);
        _api = new ApiConnection(folder.Header.Server, options.Compress);
        if (session.Mode == RunMode.Online)
            _sender = new RunSender(folder, () => _writer.End, _api, session.Warnings, options.Clock);
        Recorder = new RunRecorder(new SpoolBatch(folder, _writer), session.Config, session.Summary, session.Warnings,
            options.FlushInterval, () => _loop?.Signal());
    }

    public SpoolFolder Folder { get; }

    public RunRecorder Recorder { get; }

    /// <summary>What the server said, or where the run will be.</summary>
    public string Url => Volatile.Read(ref _url)
        ?? $"{_api.Server}/{_session.Project.Escaped}/runs/{Uri.EscapeDataString(_session.Uid)}";

    public static RunPipeline Open(RunSession session, RunOptions options, JsonObject? config, int ordinal)
    {
        var server = ApiConnection.Normalize(options.Server is { Length: > 0 } given ? given : ApiConnection.DefaultServer);
        if (server is null)
        {
            session.Warnings.Report("server", $"'{options.Server ?? ApiConnection.DefaultServer}' is no server address "
                + "(http://host:port is meant); the run is only kept on disk");
            session.StayOffline();
            server = ApiConnection.Fallback;
        }

        var startedAt = options.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var header = new SpoolHeader(SpoolHeader.CurrentFormat, session.Project.ToString(), session.Uid,
            server, startedAt, options.Uid is { Length: > 0 }, RunStart.Write(session, options, config, startedAt, ordinal));
        return new RunPipeline(session, options, OpenFolder(header, options, session.Warnings));
    }

    public void Begin(ProcessEnd processEnd)
    {
        _processEnd = processEnd;
        if (_options.CaptureConsole)
            _console = new ConsoleCapture(Recorder.Console, _options.Clock);
        if (_options.SystemMetrics)
            _hardware = new HardwareLoop(Recorder, _session.Warnings, _options.Clock, _options.SystemMetricsInterval);
        _environment = EnvironmentCapture.Start(_options.CaptureGit, Recorder.Enqueue);
        if (_sender is not null)
        {
            var leftovers = Folder.Header.Resuming
                ? new Leftovers(Folder, _api, _session.Warnings, _options.Clock)
                : null;
            _loop = new SendLoop(_sender, leftovers, _api, _session.Warnings, _options.Clock, Bound, _session.Alive,
                _session.StopAsked, _options);
        }
    }

    public async Task<bool> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Recorder.Drain();
        var target = _writer.End;
        if (_sender is null)
            return false;
        _loop!.Hurry();
        for (var started = Environment.TickCount64; _sender.Position < target || _sender.Binding is null;)
        {
            if (Environment.TickCount64 - started > timeout.TotalMilliseconds || _loop.Completion.IsCompleted)
                return false;
            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public async Task EndAsync(JsonObject finish)
    {
        _processEnd?.Dispose();
        await StopCapturesAsync().ConfigureAwait(false);
        // Short runs end before git has answered; its time is limited.
        await Task.WhenAny(_environment, Task.Delay(EnvironmentLimit)).ConfigureAwait(false);
        if (_loop is not null)
            await _loop.StopHeartbeatAsync().ConfigureAwait(false);
        var written = Recorder.Close(System.Text.Encoding.UTF8.GetBytes(finish.ToJsonString()));
        _writer.FlushToDisk();
        var sent = written && _loop is not null && await WaitAsync(_loop).ConfigureAwait(false);
        var problem = _loop?.Problem ?? "";
        await DisposeAsync().ConfigureAwait(false);
        if (sent)
            Folder.Complete();
        else
            Folder.Dispose();
        if (!_options.Quiet)
            Announce(sent, problem);
    }

    /// <summary>Stops sending and lets go of everything but the spool folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopCapturesAsync().ConfigureAwait(false);
        if (_loop is not null)
            await _loop.DisposeAsync().ConfigureAwait(false);
        _sender?.Dispose();
        _writer.Dispose();
        Recorder.Dispose();
        _api.Dispose();
    }

    private async Task StopCapturesAsync()
    {
        _console?.Dispose();
        _console = null;
        if (_hardware is not null)
            await _hardware.DisposeAsync().ConfigureAwait(false);
        _hardware = null;
    }

    private async Task<bool> WaitAsync(SendLoop loop)
    {
        loop.Hurry();
        var started = Environment.TickCount64;
        while (!loop.Completion.IsCompleted)
        {
            var limit = loop.Away ? _options.AwayTimeout : _options.FinishTimeout;
            var left = limit.TotalMilliseconds - (Environment.TickCount64 - started);
            if (left <= 0)
                return false;
            await Task.WhenAny(loop.Completion, Task.Delay(TimeSpan.FromMilliseconds(Math.Min(left, 50)))).ConfigureAwait(false);
        }

        return await loop.Completion.ConfigureAwait(false);
    }

    private static SpoolFolder OpenFolder(SpoolHeader header, RunOptions options, Warnings warnings)
    {
        var directory = options.SpoolDirectory is { Length: > 0 } given ? given : SpoolSync.DefaultDirectory;
        try
        {
            return SpoolFolder.Create(Path.GetFullPath(directory), header);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var instead = Path.Combine(Path.GetTempPath(), "cairn-spool");
            warnings.Report("spool-directory", $"the spool '{directory}' cannot be used ({e.Message}); '{instead}' is");
            return SpoolFolder.Create(instead, header);
        }
    }

    private void Bound(SpoolBinding binding)
    {
        if (binding.Url is not null)
            Volatile.Write(ref _url, binding.Url);
        if (!_options.Quiet)
            Print($"cairn: run {_session.Uid} of {_session.Project}: {Url}");
    }

    private void Announce(bool sent, string problem)
    {
        if (sent && File.Exists(Folder.RejectedFile))
            Print($"cairn: run {_session.Uid} is sent, but the server refused some of it; that is kept in {Folder.RejectedFile}");
        if (sent)
            return;
        var why = problem.Length > 0 ? $" ({problem})" : "";
        Print($"cairn: run {_session.Uid} is on disk, not wholly on the server{why}; send it with: "
            + $"cairn sync {Path.GetDirectoryName(Folder.Path)}");
    }

    private static void Print(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception)
        {
            // A closed standard error is no reason to fail.
        }
    }
}
