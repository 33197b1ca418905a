using Cairn.Client.Spool;
using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Logging;

public sealed class RecordingTests
{
    [Fact]
    public async Task Faster_than_the_disk_memory_stays_bounded_and_nothing_is_dropped()
    {
        using var spool = new TemporaryFolder();
        var told = new List<string>();
        var run = CairnRun.Start("burst", Runs.Options(spool) with { Mode = RunMode.Offline, OnWarning = told.Add });
        const int Count = 2_000_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (long step = 0; step < Count; step++)
            run.Log(step, "value", step);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 48 << 20);
        await run.FinishAsync();
        Assert.Empty(told);

        using var folder = SpoolFolder.TryOpen(run.SpoolFolder, out _);
        using var reader = new SpoolReader(folder!, null);
        long lines = 0, position = 0;
        while (reader.Read(position) is { } frame)
        {
            if (frame.Kind == SpoolFrameKind.Lines)
                lines += frame.Payload.AsSpan().Count("\"value\":"u8);
            position = frame.Next;
        }

        Assert.Equal(Count, lines);
    }

    [Fact]
    public async Task A_value_larger_than_the_server_takes_is_told_and_costs_nothing_else()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var told = new List<string>();
        var run = CairnRun.Start("huge", Runs.Options(spool, server) with { OnWarning = told.Add });
        run.Log(0, "before", 1);
        run.LogText("huge", new string('x', 32 << 20));
        run.Log(0, "after", 2);
        await run.FinishAsync();
        Assert.Contains("32 MiB", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(["after", "before"], server.Run.Points.Select(point => point.Key).Order());
    }

    [Fact]
    public async Task Threads_may_log_at_once()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("threads", Runs.Options(spool, server));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var step = 0; step < 5000; step++)
                run.Log(step, $"thread {thread}", step);
        })));
        await run.FinishAsync();
        for (var thread = 0; thread < 8; thread++)
            Assert.Equal(Enumerable.Range(0, 5000).Select(i => (double)i), server.Run.Values($"thread {thread}"));
    }

    [Fact]
    public async Task Steps_follow_the_calls()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("steps", Runs.Options(spool, server));
        run.Log("a", 1);
        run.Log(("a", 2), ("b", 2));
        Assert.Equal(1, run.NextStep());
        run.Log("a", 3);
        run.Log(10, "a", 4);
        run.Log(new { b = 5, inner = new { c = 6f, flag = true } });
        run.LogText("t", "x");
        run.Log(12, new Dictionary<string, double> { ["b"] = 7 });
        Assert.Equal(12, run.Step);
        await run.FinishAsync();
        var points = server.Run.Points.Select(p => (p.Key, p.Step, p.Value)).OrderBy(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal);
        Assert.Equal(
            [("a", 0L, 1.0), ("inner/flag", 10, 1), ("a", 0, 2), ("b", 0, 2), ("a", 1, 3), ("a", 10, 4), ("b", 10, 5), ("inner/c", 10, 6), ("b", 12, 7)],
            points);
        Assert.Equal(("t", 10L, 0), Assert.Single(server.Run.Records).Key);
    }

    [Fact]
    public async Task A_step_that_never_moves_is_told()
    {
        using var spool = new TemporaryFolder();
        var told = new List<string>();
        await using var run = CairnRun.Start("steps", Runs.Options(spool) with { Mode = RunMode.Offline, OnWarning = told.Add });
        for (var i = 0; i < 40; i++)
        {
            run.Log("loss", i);
            run.Log("acc", i);
        }

        Assert.Empty(told);
        for (var i = 0; i < 40; i++)
        {
            run.Log("loss", i);
            run.Log("acc", i);
        }

        Assert.Contains("NextStep", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_bad_throws_and_each_kind_is_told_once()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var told = new List<string>();
        var loop = new Loop();
        loop.Self = loop;
        var run = CairnRun.Start("bad", Runs.Options(spool, server) with { OnWarning = told.Add, Config = 5, Uid = "a/b" });
        run.Log("", 1);
        run.Log("", 2);
        run.Log(new { text = "no number" });
        run.Log(new object[] { 1 });
        run.LogImage("i", MediaImage.FromGray(new byte[3], 2, 2));
        run.LogImage("i", MediaImage.FromFile("/nowhere/at all.png"));
        run.LogImage("", MediaImage.FromGray(new byte[4], 2, 2));
        run.LogFile("/nowhere/at all.bin");
        run.LogConfusionMatrix("c", ["a"], new int[2, 2]);
        run.LogHistogramCounts("h", [0, 1], [1, 2]);
        run.SetLandmark(Landmark.Constant("m", "n", double.NaN));
        run.Summary["bad"] = (Action)(() => { });
        run.Summary["loop"] = loop;
        run.LogText("half", "a\uD83D");
        run.LogText("half\uD83D", "a");
        run.Log("good", 1);
        await run.FinishAsync();
        run.Log("late", 1);
        run.Log("late", 2);
        Assert.Equal("a-b", run.Uid);
        Assert.Equal(("good", 1.0), server.Run.Points.Select(p => (p.Key, p.Value)).Single());
        Assert.Equal("a\uFFFD", Assert.Single(server.Run.Records).Value["value"]!["text"]!.GetValue<string>());
        Assert.Equal(told.Count, told.Distinct().Count());
        foreach (var part in (string[])["config", "uid", "empty key", "'text'", "logged object", "2 x 2 pixels", "at all.bin",
            "confusion", "histogram", "landmark", "summary value 'bad'", "has ended"])
        {
            Assert.True(told.Any(text => text.Contains(part, StringComparison.Ordinal)), $"nothing about {part}: {string.Join('\n', told)}");
        }
    }

    [Fact]
    public void A_spool_that_cannot_be_made_disables_the_run_without_a_throw()
    {
        var told = new List<string>();
        using var work = new TemporaryFolder();
        File.WriteAllText(work.File("file"), "");
        using var run = CairnRun.Start("p", new RunOptions
        {
            SpoolDirectory = work.File("file/under"),
            Mode = RunMode.Offline,
            OnWarning = told.Add,
            CaptureConsole = false,
            CaptureGit = false,
            Quiet = true,
        });
        run.Log("a", 1);
        Assert.NotEmpty(told);
        if (run.SpoolFolder.Length > 0)
        {
            run.Finish();
            Directory.Delete(run.SpoolFolder, recursive: true);
        }
    }

    [Fact]
    public void A_disabled_run_keeps_nothing()
    {
        using var spool = new TemporaryFolder();
        using (var run = CairnRun.Start("p", Runs.Options(spool) with { Mode = RunMode.Disabled, Config = new { lr = 1 } }))
        {
            run.Log("a", 1);
            run.LogText("t", "x");
            run.Summary["s"] = 2;
            Assert.Equal(1L, run.Config["lr"]);
        }

        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
    }

    private sealed class Loop
    {
        public Loop? Self { get; set; }
    }
}
