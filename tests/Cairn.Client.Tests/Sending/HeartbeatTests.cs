using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Sending;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_silent_run_says_that_it_lives_until_it_ends()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("alive", Runs.Options(spool, server) with { HeartbeatInterval = TimeSpan.FromMilliseconds(100) });
        await Runs.UntilAsync(() => server.Runs.Count == 1 && server.Run.Heartbeats >= 3);
        await run.FinishAsync();
        var beats = server.Run.Heartbeats;
        await Task.Delay(400, TestContext.Current.CancellationToken);
        Assert.Equal(beats, server.Run.Heartbeats);
        Assert.EndsWith("PATCH /api/v1/runs/1", server.Requests[^1], StringComparison.Ordinal);
    }
}
