using System.Diagnostics;
using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests;

public sealed class ProcessEndTests
{
    [Theory]
    [InlineData(RunMode.Offline)]
    [InlineData(RunMode.Online)]
    public async Task Killed_without_a_chance_a_run_keeps_what_was_spooled(RunMode mode)
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        using (var child = Child.Start("log", spool.Path, server.Url, mode))
        {
            await ReadyAsync(child);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var result = Assert.Single(await SpoolSync.SendAsync(spool.Path, server.Url, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.Sent, result.Outcome);
        var values = server.Run.Values("value");
        Assert.InRange(values.Length, 1001, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, values.Length).Select(i => (double)i), values);
        Assert.Equal("crashed", server.Run.State);
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
    }

    [Fact]
    public async Task An_exit_without_finish_ends_the_run_by_its_exit_code()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        using var child = Child.Start("exit", spool.Path, server.Url, RunMode.Online);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, child.ExitCode);
        Assert.Equal(("failed", 7), (server.Run.State, server.Run.Changes["exitCode"]!.GetValue<int>()));
        Assert.Equal(1001, server.Run.Points.Count);
        Assert.Contains(server.Run.Console.Values, line => line == ("stdout", "ready"));
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_run_and_is_told()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        using var child = Child.Start("throw", spool.Path, server.Url, RunMode.Online);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("failed", server.Run.State);
        Assert.Equal("InvalidOperationException: the child fails", Assert.Single(server.Run.Alerts).Key.Title);
    }

    [Fact]
    public async Task A_terminated_run_is_marked_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        using var child = Child.Start("log", spool.Path, server.Url, RunMode.Online);
        await ReadyAsync(child);
        using (var kill = Process.Start("kill", ["-TERM", $"{child.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("killed", 143), (server.Run.State, server.Run.Changes["exitCode"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_signal_that_the_program_survives_is_taken_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        using var child = Child.Start("survive", spool.Path, server.Url, RunMode.Online);
        await ReadyAsync(child);
        using (var kill = Process.Start("kill", ["-TERM", $"{child.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var points = server.Run.Points.Count;
        await Runs.UntilAsync(() => server.Run.Points.Count > points + 500 && server.Run.State == "running");
        await File.WriteAllTextAsync(spool.File("end"), "", TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("finished", 0), (server.Run.State, server.Run.Changes["exitCode"]!.GetValue<int>()));
    }

    private static async Task ReadyAsync(Process child)
    {
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == "ready")
                return;
        }

        Assert.Fail("the child ended: " + await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
