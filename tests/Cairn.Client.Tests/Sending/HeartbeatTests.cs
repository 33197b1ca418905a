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

    [Fact]
    public async Task A_run_hears_at_its_heartbeat_that_it_is_to_stop()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        await using var run = CairnRun.Start("stopped", Runs.Options(spool, server) with { HeartbeatInterval = TimeSpan.FromMilliseconds(50) });
        await Runs.UntilAsync(() => server.Runs.Count == 1 && server.Run.Heartbeats >= 2);
        Assert.False(run.StopRequested.IsCancellationRequested);
        var heard = new TaskCompletionSource();
        await using var registration = run.StopRequested.Register(heard.SetResult);
        server.AskStop = true;
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(run.IsFinished);
    }
}
