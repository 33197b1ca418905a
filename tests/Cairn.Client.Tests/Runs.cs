using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests;

/// <summary>Options for runs in tests: nothing captured unless asked for, quick to give up.</summary>
internal static class Runs
{
    public static RunOptions Options(TemporaryFolder spool, RecordingServer? server = null) => new()
    {
        Server = server?.Url ?? "http://127.0.0.1:9",
        SpoolDirectory = spool.Path,
        Mode = RunMode.Online,
        CaptureConsole = false,
        CaptureGit = false,
        SystemMetrics = false,
        Quiet = true,
        FlushInterval = TimeSpan.FromMilliseconds(20),
        FirstRetry = TimeSpan.FromMilliseconds(10),
        AwayTimeout = TimeSpan.FromMilliseconds(300),
        OnWarning = _ => { },
    };

    public static async Task UntilAsync(Func<bool> condition, int seconds = 20)
    {
        var started = Environment.TickCount64;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 - started < seconds * 1000, "it took too long");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
