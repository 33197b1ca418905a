using Cairn.Client;
using Cairn.Samples.FashionMnist;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Demo;

public sealed class FashionMnistDemoTests
{
    [Fact]
    public async Task The_quick_demo_beats_its_baselines_and_leaves_every_run_in_the_spool_when_offline()
    {
        using var spool = new TemporaryFolder();
        var result = await FashionMnistDemo.RunAsync(
            new DemoOptions { Quick = true, Mode = RunMode.Offline, SpoolDirectory = spool.Path },
            TestContext.Current.CancellationToken);

        Assert.Equal(
            ["majority class", "k nearest neighbours", "softmax regression", "mlp 128 lr 0.001"],
            result.Models.Select(model => model.Name));
        Assert.Equal(0.1, result.Models[0].Test.Mean);
        Assert.InRange(result.Models[1].Test.Mean, 0.78, 0.83);
        Assert.InRange(result.Models[3].Test.Mean, 0.83, 0.90);
        Assert.Equal("mlp 128 lr 0.001", result.Chosen.Name);
        Assert.Equal((8, spool.Path), (result.UnsentRuns, result.SpoolDirectory));
        Assert.Equal(8, Directory.GetDirectories(spool.Path).Length);
    }

    [Fact]
    public async Task It_can_be_cancelled()
    {
        using var spool = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FashionMnistDemo.RunAsync(
            new DemoOptions { Quick = true, Mode = RunMode.Offline, SpoolDirectory = spool.Path }, stop.Token));
    }
}
