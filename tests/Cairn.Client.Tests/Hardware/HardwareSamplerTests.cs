using Cairn.Client.Hardware;
using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Hardware;

public sealed class HardwareSamplerTests
{
    [Fact]
    public void A_busy_process_shows()
    {
        using var sampler = new HardwareSampler();
        var started = Environment.TickCount64;
        while (Environment.TickCount64 - started < 400)
            _ = Math.Sqrt(started);
        var row = sampler.Sample().ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.All(row, pair => Assert.True(pair.Key.StartsWith("system/", StringComparison.Ordinal) && double.IsFinite(pair.Value)));
        Assert.InRange(row["system/cpu.process_percent"], 1, 110);
        Assert.InRange(row["system/memory.process_rss_mib"], 10, 10_000);
        Assert.InRange(row["system/process.threads"], 2, 1000);
        Assert.InRange(row["system/disk.free_gib"], 0.001, 1e7);
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(row["system/cpu.host_percent"], 1, 100);
            Assert.InRange(row["system/memory.host_used_percent"], 0.1, 100);
            Assert.InRange(row["system/network.received_mib_per_second"], 0, 1e6);
        }
    }

    [Fact]
    public async Task A_short_run_has_samples()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        var run = CairnRun.Start("hardware", Runs.Options(spool, server) with
        {
            SystemMetrics = true,
            SystemMetricsInterval = TimeSpan.FromMilliseconds(150),
        });
        await Runs.UntilAsync(() => server.Runs.Count == 1 && server.Run.Values("system/memory.process_rss_mib").Length >= 3);
        await run.FinishAsync();
        Assert.Equal("finished", server.Run.State);
    }

    [Fact]
    public void Without_the_driver_there_are_no_gpus() => Assert.Null(GpuProbe.TryOpen("/nowhere/libnvidia-ml.so.1"));
}
