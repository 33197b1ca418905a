using System.Diagnostics;

namespace Cairn.Cli;

/// <summary>A server in a process of its own, which ends with this one.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildServer(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a server and waits until it is ready; null when it ended instead, having said why.</summary>
    public static async Task<ChildServer?> StartAsync(int port, string data, CancellationToken cancellationToken)
    {
        // "dotnet cairn.dll" and the platform's own starter both end up with this assembly as the first argument or not.
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(ChildServer).Assembly.Location);
        foreach (var argument in ServeCommand.ChildArguments(port, data))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
        {
            var at = line.LastIndexOf(" at ", StringComparison.Ordinal);
            if (line.StartsWith("Cairn ", StringComparison.Ordinal) && at > 0)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new ChildServer(process, line[(at + 4)..]);
            }
        }

        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        process.Dispose();
        return null;
    }

    /// <summary>Tells it to stop, and waits until it has closed its data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }
}
