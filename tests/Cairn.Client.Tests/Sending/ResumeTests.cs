using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Sending;

public sealed class ResumeTests
{
    [Fact]
    public async Task A_continued_run_goes_on_counting_console_lines()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var options = Runs.Options(spool, server) with { Uid = "again", CaptureConsole = true };
        for (var part = 0; part < 2; part++)
        {
            await using var run = CairnRun.Start("resume", options);
            Console.WriteLine($"part {part} first");
            Console.WriteLine($"part {part} second");
            run.Log(part, "value", part);
        }

        Assert.Equal(
            [("stdout", "part 0 first"), ("stdout", "part 0 second"), ("stdout", "part 1 first"), ("stdout", "part 1 second")],
            server.Run.Console.Values);
        Assert.Equal([0L, 1, 2, 3], server.Run.Console.Keys);
        Assert.Equal([0.0, 1.0], server.Run.Values("value"));
    }

    [Fact]
    public async Task What_an_earlier_process_could_not_send_goes_first()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var options = Runs.Options(spool, server) with { Uid = "again", CaptureConsole = true };
        for (var part = 0; part < 3; part++)
        {
            await using var run = CairnRun.Start("resume", options with { Mode = part < 2 ? RunMode.Offline : RunMode.Online });
            Console.WriteLine($"part {part}");
            run.Summary["last"] = part;
            run.Log(part, "value", part);
        }

        await using (var other = CairnRun.Start("resume", Runs.Options(spool) with { Mode = RunMode.Offline, Uid = "other" }))
            other.Log(0, "value", 0);

        Assert.Equal([("stdout", "part 0"), ("stdout", "part 1"), ("stdout", "part 2")], server.Run.Console.Values);
        Assert.Equal(2, server.Run.Summary["last"]!.GetValue<int>());
        Assert.Equal([0.0, 1.0, 2.0], server.Run.Values("value"));
        Assert.Single(Directory.GetDirectories(spool.Path));
    }

    [Fact]
    public async Task A_spool_without_an_end_does_not_crash_a_run_that_has_ended_since()
    {
        using var spool = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var options = Runs.Options(spool, server) with { Uid = "again" };
        await using (var first = CairnRun.Start("resume", options with { Mode = RunMode.Offline }))
            first.Log(0, "value", 0);
        // The last frame of a spool is the run's end; without it the spool is one whose process died.
        var segment = Directory.GetFiles(spool.Path, "*.spool", SearchOption.AllDirectories).Single();
        await using (var file = File.OpenWrite(segment))
            file.SetLength(file.Length - 5);
        await using (var second = CairnRun.Start("resume", options with { SpoolDirectory = elsewhere.Path }))
            second.Log(1, "value", 1);
        var result = Assert.Single(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.Sent, result.Outcome);
        Assert.InRange(result.DamagedBytes, 1, 200);
        Assert.Equal([0.0, 1.0], server.Run.Values("value"));
        Assert.Equal("finished", server.Run.State);
    }
}
