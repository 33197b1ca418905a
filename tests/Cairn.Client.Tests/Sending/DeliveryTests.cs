using System.Text;
using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Sending;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Everything_logged_arrives_and_the_spool_is_gone()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("vision/fashion", Runs.Options(spool, server) with
        {
            Name = "first",
            Group = "seeds",
            Tags = ["a", "b"],
            Config = new { lr = 0.1, layers = new[] { 128, 64 }, inner = new { on = true } },
        });
        for (var step = 0; step < 5000; step++)
            run.Log(step, ("loss", 1.0 / (step + 1)), ("acc", step));
        run.Log(5000, "odd \"key\" ü", double.NaN);
        run.Log(5001, "odd \"key\" ü", double.NegativeInfinity);
        run.Summary["best"] = 0.9;
        run.Config["epochs"] = 3;
        run.LogText("note", "hello", 7);
        run.LogImage("picture", MediaImage.FromGray(new byte[] { 0, 255, 128, 3 }, 2, 2, "four"), 8);
        run.Alert("look", "here", AlertLevel.Warn);
        run.AddTag("c");
        run.SetLandmark(Landmark.ThisRun("acc", "this one"));
        run.SetLandmark(Landmark.Constant("acc", "chance", 0.1, source: "10 classes"));
        await run.FinishAsync();

        var stored = server.Run;
        Assert.Equal("vision/fashion", stored.Project);
        Assert.Equal(run.Uid, stored.Uid);
        Assert.Equal("finished", stored.State);
        Assert.Equal(0, stored.Changes["exitCode"]!.GetValue<int>());
        Assert.Equal("first", stored.Start["name"]!.GetValue<string>());
        Assert.Equal("""{"lr":0.1,"layers":[128,64],"inner":{"on":true},"epochs":3}""", stored.Config.ToJsonString());
        Assert.Equal(0.9, stored.Summary["best"]!.GetValue<double>());
        Assert.Equal(Enumerable.Range(0, 5000).Select(step => 1.0 / (step + 1)), stored.Values("loss"));
        Assert.Equal(Enumerable.Range(0, 5000).Select(step => (double)step), stored.Values("acc"));
        Assert.Equal([double.NaN, double.NegativeInfinity], stored.Values("odd \"key\" ü"));
        Assert.Equal("hello", stored.Records[("note", 7, 0)]["value"]!["text"]!.GetValue<string>());
        var image = stored.Records[("picture", 8, 0)]["value"]!;
        Assert.Equal((2, 2, "png", "four"), (image["width"]!.GetValue<int>(), image["height"]!.GetValue<int>(),
            image["format"]!.GetValue<string>(), image["caption"]!.GetValue<string>()));
        Assert.Equal(0x89, stored.Files[image["file"]!.GetValue<string>()][0]);
        Assert.Equal("warn", stored.Alerts.Single().Value["level"]!.GetValue<string>());
        Assert.Equal("""["a","b","c"]""", stored.Changes["tags"]!.ToJsonString());
        Assert.Equal(stored.Id, server.Landmarks.Single(l => l["kind"]!.GetValue<string>() == "run")["run"]!.GetValue<long>());
        Assert.Equal($"{server.Url}/vision/fashion/runs/{run.Uid}", run.Url);
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_flaky_server_loses_and_doubles_nothing(int seed)
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var random = new Random(seed);
        server.Faults = (_, _) =>
        {
            lock (random)
                return random.Next(2) == 0 ? Fault.None : (Fault)random.Next(2, 5);
        };
        var run = CairnRun.Start("flaky", Runs.Options(spool, server) with { FinishTimeout = TimeSpan.FromSeconds(200), AwayTimeout = TimeSpan.FromSeconds(200) });
        for (var step = 0; step < 300; step++)
        {
            run.Log(step, "value", step * 0.5);
            if (step % 100 == 0)
            {
                run.LogFileBytes($"files/{step}.txt", Encoding.UTF8.GetBytes($"content {step}"));
                run.Alert($"at {step}");
            }

            run.Summary["last"] = step;
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await run.FinishAsync(3);

        var stored = server.Run;
        Assert.Equal(Enumerable.Range(0, 300).Select(step => step * 0.5), stored.Values("value"));
        Assert.Equal(300, stored.Points.Count);
        Assert.Equal(299, stored.Summary["last"]!.GetValue<int>());
        Assert.Equal(["files/0.txt", "files/100.txt", "files/200.txt"],
            stored.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, stored.Alerts.Count);
        Assert.Equal("failed", stored.State);
        Assert.Equal(3, stored.Changes["exitCode"]!.GetValue<int>());
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
    }

    [Fact]
    public async Task A_restart_of_the_server_in_mid_run_loses_and_doubles_nothing()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        await using var run = CairnRun.Start("restart", Runs.Options(spool, server) with { AwayTimeout = TimeSpan.FromSeconds(30) });
        for (var step = 0; step < 1500; step++)
        {
            run.Log(step, "value", step);
            if (step == 400)
            {
                await Runs.UntilAsync(() => server.Runs.Count == 1 && server.Run.Points.Count > 0);
                await server.DownAsync();
            }

            if (step == 1000)
                await server.UpAsync();
            if (step % 10 == 0)
                await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        await run.FinishAsync();
        Assert.Equal(Enumerable.Range(0, 1500).Select(step => (double)step), server.Run.Values("value"));
        Assert.Equal("finished", server.Run.State);
    }

    [Fact]
    public async Task A_server_that_comes_late_gets_everything()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        await server.DownAsync();
        var warnings = new List<string>();
        var started = Environment.TickCount64;
        await using var run = CairnRun.Start("late", Runs.Options(spool, server) with { OnWarning = warnings.Add });
        run.Log(1, "value", 1);
        Assert.InRange(Environment.TickCount64 - started, 0, 1500);
        Assert.False(await run.FlushAsync(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
        await server.UpAsync();
        Assert.True(await run.FlushAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal([1.0], server.Run.Values("value"));
        Assert.Single(warnings);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var times = new List<long>();
        server.Faults = (_, what) =>
        {
            if (!what.EndsWith("/log", StringComparison.Ordinal))
                return Fault.None;
            lock (times)
            {
                times.Add(Environment.TickCount64);
                return times.Count == 1 ? Fault.Busy : Fault.None;
            }
        };
        await using var run = CairnRun.Start("busy", Runs.Options(spool, server));
        run.Log(0, "value", 1);
        await Runs.UntilAsync(() => server.Runs.Count == 1 && server.Run.Points.Count == 1);
        Assert.InRange(times[1] - times[0], 1000, 5000);
    }

    [Fact]
    public async Task Compressed_requests_carry_the_same()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("packed", Runs.Options(spool, server) with { Compress = true });
        for (var step = 0; step < 2000; step++)
            run.Log(step, "value", Math.Sin(step));
        await run.FinishAsync();
        Assert.Equal(Enumerable.Range(0, 2000).Select(step => Math.Sin(step)), server.Run.Values("value"));
    }

    [Fact]
    public async Task A_large_file_goes_from_its_copy_and_the_copy_is_deleted()
    {
        using var spool = new TemporaryFolder();
        using var work = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var content = new byte[9 << 20];
        new Random(5).NextBytes(content);
        await File.WriteAllBytesAsync(work.File("model.bin"), content, TestContext.Current.CancellationToken);
        var run = CairnRun.Start("files", Runs.Options(spool, server));
        run.LogFile(work.File("model.bin"), "checkpoints/step 1/model#.bin");
        Assert.True(await run.FlushAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        File.Delete(work.File("model.bin"));
        Assert.Equal(content, server.Run.Files["checkpoints/step 1/model#.bin"]);
        Assert.Empty(Directory.GetFiles(Path.Combine(run.SpoolFolder, "files")));
        await run.FinishAsync();
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
    }
}
