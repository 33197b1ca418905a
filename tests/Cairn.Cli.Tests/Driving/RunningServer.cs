namespace Cairn.Cli.Tests.Driving;

/// <summary><c>cairn serve</c> as a child process that is ready.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private RunningServer(CairnProcess process, string url)
    {
        Process = process;
        Url = url;
        Api = new CairnApi(url);
    }

    public CairnProcess Process { get; }

    public string Url { get; }

    public CairnApi Api { get; }

    /// <summary>Starts a server on a data folder; port 0 lets the system choose.</summary>
    public static async Task<RunningServer> StartAsync(string data, int port = 0, params IEnumerable<string> more)
    {
        var process = CairnProcess.Start(data, ["serve", "--port", $"{port}", "--data", data, .. more]);
        try
        {
            var line = await process.WaitForLineAsync(
                text => text.StartsWith("Cairn ", StringComparison.Ordinal) && text.Contains(" at http"), StartLimit);
            return new RunningServer(process, line[(line.LastIndexOf(" at ", StringComparison.Ordinal) + 4)..]);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Process.DisposeAsync();
    }
}
