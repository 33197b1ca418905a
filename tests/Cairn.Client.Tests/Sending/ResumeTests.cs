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
}
