using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Sending;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_bad_line_costs_only_itself_and_is_kept()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var warnings = new List<string>();
        var run = CairnRun.Start("refusal", Runs.Options(spool, server) with
        {
            OnWarning = warnings.Add,
            FlushInterval = TimeSpan.FromSeconds(5),
        });
        for (var step = 0; step < 100; step++)
        {
            run.Log(step, "value", step);
            if (step is 31 or 77)
                run.Log(step, "poison", step);
        }

        await run.FinishAsync();

        // A refused row takes along what shares its line, nothing else.
        var kept = await File.ReadAllLinesAsync(Path.Combine(run.SpoolFolder, "rejected.ndjson"), TestContext.Current.CancellationToken);
        Assert.Equal(4, kept.Length);
        Assert.Contains("400", kept[0], StringComparison.Ordinal);
        Assert.Contains("\"poison\":31", kept[1], StringComparison.Ordinal);
        Assert.Contains("\"poison\":77", kept[3], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 100).Where(s => !kept[1].Contains($"\"value\":{s},") && !kept[3].Contains($"\"value\":{s},"))
            .Select(s => (double)s), server.Run.Values("value"));
        Assert.InRange(server.Run.Values("value").Length, 98, 100);
        Assert.Single(warnings);
        Assert.Equal("finished", server.Run.State);

        var again = await SpoolSync.SendAsync(spool.Path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(SyncOutcome.OnlyRefusedLeft, Assert.Single(again).Outcome);
    }

    [Fact]
    public async Task A_refused_file_is_kept_beside_the_list()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("refusal", Runs.Options(spool, server));
        run.LogFileBytes("a.refused", [1, 2, 3]);
        run.LogFileBytes("b.fine", [4]);
        await run.FinishAsync();
        Assert.Equal("b.fine", Assert.Single(server.Run.Files).Key);
        var file = Assert.Single(Directory.GetFiles(run.SpoolFolder, "rejected-*"));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_run_keeps_all_its_data_for_another_try()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var warnings = new List<string>();
        var run = CairnRun.Start("forbidden", Runs.Options(spool, server) with { OnWarning = warnings.Add });
        run.Log(0, "value", 1);
        await run.FinishAsync();
        Assert.Empty(server.Runs);
        Assert.Contains("no such project may exist", Assert.Single(warnings), StringComparison.Ordinal);
        var result = Assert.Single(await SpoolSync.SendAsync(spool.Path, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SyncOutcome.Refused, result.Outcome);
        Assert.True(Directory.Exists(run.SpoolFolder));
    }

    [Fact]
    public async Task A_run_that_must_be_new_survives_the_loss_of_its_first_answer()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        server.Faults = (number, _) => number == 0 ? Fault.LoseAnswer : Fault.None;
        var run = CairnRun.Start("never", Runs.Options(spool, server) with { Uid = "fresh", Resume = ResumeMode.Never });
        run.Log(0, "value", 1);
        await run.FinishAsync();
        Assert.Equal([1.0], server.Run.Values("value"));
        Assert.Equal("finished", server.Run.State);

        await Task.Delay(5, TestContext.Current.CancellationToken);
        var warnings = new List<string>();
        var second = CairnRun.Start("never", Runs.Options(spool, server) with
        {
            Uid = "fresh",
            Resume = ResumeMode.Never,
            OnWarning = warnings.Add,
        });
        second.Log(0, "value", 2);
        await second.FinishAsync();
        Assert.Equal([1.0], server.Run.Values("value"));
        Assert.Contains("the uid is taken", Assert.Single(warnings), StringComparison.Ordinal);
    }
}
