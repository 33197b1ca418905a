using System.Diagnostics;

namespace Cairn.Cli.Tests.Driving;

/// <summary>
/// A <c>cairn</c> command as a child process. Every wait has a limit and ends with what the process said; disposing
/// kills the process with all it started.
/// </summary>
internal sealed class CairnProcess : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Process _process;
    private readonly string _command;
    private readonly Task _read;

    private CairnProcess(Process process, string command)
    {
        _process = process;
        _command = command;
        _read = Task.WhenAll(
            Task.Run(() => ReadAsync(process.StandardOutput, _output)),
            Task.Run(() => ReadAsync(process.StandardError, _errors)));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_gate)
                return [.. _output];
        }
    }

    /// <summary>What standard error said so far.</summary>
    public string Errors
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _errors);
        }
    }

    /// <summary>Starts a command whose environment names no server; runs spool into <paramref name="spool"/>.</summary>
    public static CairnProcess Start(string spool, params IEnumerable<string> arguments) =>
        StartIn(Path.GetTempPath(), spool, arguments);

    /// <summary>As <see cref="Start"/>, in a working directory.</summary>
    public static CairnProcess StartIn(string directory, string spool, params IEnumerable<string> arguments)
    {
        string[] all = [Installation.Program, .. arguments];
        var start = new ProcessStartInfo("dotnet", all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment.Remove("CAIRN_URL");
        start.Environment.Remove("CAIRN_MODE");
        start.Environment["CAIRN_SPOOL"] = spool;
        return new CairnProcess(Process.Start(start)!, "cairn " + string.Join(' ', all[1..]));
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ended> RunAsync(string spool, TimeSpan limit, params IEnumerable<string> arguments)
    {
        await using var process = Start(spool, arguments);
        var code = await process.WaitForExitAsync(limit);
        return new Ended(code, string.Join('\n', process.Output), process.Errors);
    }

    /// <summary>The first line of standard output, from line <paramref name="from"/> on, that fits.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> fits, TimeSpan limit, int from = 0)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            // Asked first: what is read after a process's end is all that it said.
            var over = _process.HasExited && _read.IsCompleted;
            if (Output.Skip(from).FirstOrDefault(fits) is { } line)
                return line;
            if (over || clock.Elapsed > limit)
                throw Failure(over ? "ended without the expected line" : $"did not say it within {limit}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for the end; answers the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        try
        {
            // The pipes may outlive the process where something that it started still holds them.
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(limit, TestContext.Current.CancellationToken);
            await _read.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw Failure(_process.HasExited
                ? $"ended with {_process.ExitCode}, but left a process behind that holds its output"
                : $"did not end within {limit}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    public void Terminate() => Signals.Send("TERM", Id);

    /// <summary>Kills this process alone, without a chance to tidy up.</summary>
    public void Kill() => Signals.Send("KILL", Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        _process.Dispose();
    }

    private InvalidOperationException Failure(string what) => new(
        $"'{_command}' {what}.\n--- output\n{string.Join('\n', Output.TakeLast(60))}\n--- errors\n{Errors}");

    private async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_gate)
                lines.Add(line);
        }
    }
}
