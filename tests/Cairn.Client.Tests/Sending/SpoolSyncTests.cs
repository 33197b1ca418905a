using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Sending;

public sealed class SpoolSyncTests
{
    [Fact]
    public async Task Offline_runs_are_sent_later_with_counts()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        foreach (var name in new[] { "one", "two" })
        {
            var run = CairnRun.Start(name, Runs.Options(spool) with { Mode = RunMode.Offline, CaptureConsole = name == "one" });
            for (var step = 0; step < 3000; step++)
                run.Log(step, "value", step);
            Console.WriteLine("said");
            run.LogText("text", name);
            run.LogFileBytes("f.txt", [1, 2]);
            await run.FinishAsync();
        }

        var progress = new List<SyncedRun>();
        var runs = await SpoolSync.SendAsync(
            spool.Path, server.Url, new Recorder(progress), TestContext.Current.CancellationToken);
        Assert.Equal(["local/one", "local/two"], runs.Select(run => run.Project));
        Assert.All(runs, run => Assert.Equal((SyncOutcome.Sent, 3000L, 1L, 1L, 0L), (run.Outcome, run.Points, run.Records, run.Files, run.Refused)));
        Assert.Equal([1L, 0L], runs.Select(run => run.ConsoleLines));
        Assert.Contains(progress, report => report.Outcome == SyncOutcome.Sending && report.Points > 0);
        Assert.All(server.Runs, run => Assert.Equal((3000, "finished"), (run.Points.Count, run.State)));
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
        Assert.Empty(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_living_run_is_skipped()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("living", Runs.Options(spool) with { Mode = RunMode.Offline });
        run.Log(0, "value", 1);
        var result = Assert.Single(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.InUse, result.Outcome);
        Assert.Empty(server.Runs);
        await run.FinishAsync();
    }

    [Fact]
    public async Task An_interrupted_sync_goes_on_where_it_was()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("cut", Runs.Options(spool) with { Mode = RunMode.Offline });
        for (var step = 0; step < 200; step++)
        {
            run.Log(step, "value", step);
            if (step % 20 == 0)
                run.LogFileBytes($"{step}.txt", [(byte)step]);
        }

        await run.FinishAsync();
        server.Faults = (number, _) => number < 8 ? Fault.None : Fault.Broken;
        var first = Assert.Single(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.Interrupted, first.Outcome);
        Assert.InRange(server.Run.Files.Count, 1, 9);
        var before = server.Requests.Count;
        server.Faults = (_, _) => Fault.None;
        var second = Assert.Single(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.Sent, second.Outcome);
        Assert.Equal(10, server.Run.Files.Count);
        Assert.Equal(Enumerable.Range(0, 200).Select(step => (double)step), server.Run.Values("value"));
        // What was acknowledged is not sent again, and the run is not created again.
        Assert.DoesNotContain(server.Requests.Skip(before), request => request == "POST /api/v1/runs");
        Assert.InRange(first.Files + second.Files, 10, 10);
    }

    private sealed class Recorder(List<SyncedRun> reports) : IProgress<SyncedRun>
    {
        public void Report(SyncedRun value) => reports.Add(value);
    }
}
