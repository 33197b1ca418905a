using System.IO.Compression;

namespace Cairn.Cli.Tests;

public sealed class DemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public async Task A_damaged_file_ends_the_demo_and_is_named(string damaged)
    {
        using var data = new TemporaryFolder();
        using var images = new TemporaryFolder();
        CopySample(images.Path);
        var file = images.Entry(damaged + ".gz");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        var ended = await DemoAsync(data, images.Path);
        Assert.Equal(2, ended.Code);
        Assert.Contains(file, ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors);
    }

    [Fact]
    public async Task A_missing_file_ends_the_demo_and_is_named()
    {
        using var data = new TemporaryFolder();
        using var images = new TemporaryFolder();
        CopySample(images.Path);
        File.Delete(images.Entry(Names[1] + ".gz"));
        var ended = await DemoAsync(data, images.Path);
        Assert.Equal(2, ended.Code);
        Assert.Contains(images.Entry(Names[1]), ended.Errors);
    }

    [Fact]
    public async Task Labels_that_are_no_labels_end_the_demo_although_the_file_is_whole()
    {
        using var data = new TemporaryFolder();
        using var images = new TemporaryFolder();
        CopySample(images.Path);
        var file = images.Entry(Names[1] + ".gz");
        using var plain = new MemoryStream();
        await using (var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
            await packed.CopyToAsync(plain, TestContext.Current.CancellationToken);
        plain.GetBuffer()[8] = 10; // There are ten classes, from 0.
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
            packed.Write(plain.GetBuffer(), 0, (int)plain.Length);

        var ended = await DemoAsync(data, images.Path);
        Assert.Equal(2, ended.Code);
        Assert.Contains(file, ended.Errors);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_ends_the_demo_and_is_named()
    {
        using var data = new TemporaryFolder();
        var ended = await DemoAsync(data, data.Entry("nowhere"));
        Assert.Equal(2, ended.Code);
        Assert.Contains(data.Entry("nowhere"), ended.Errors);
    }

    [Fact]
    public async Task A_demo_that_is_killed_takes_its_server_along()
    {
        using var data = new TemporaryFolder();
        int server;
        await using (var demo = await RunningDemo.StartAsync(data.Path, "--exit"))
        {
            server = demo.ServerId;
            Assert.Equal(server, (await demo.Api.GetAsync("/server")).GetProperty("pid").GetInt32());
            demo.Process.Kill();
            await demo.Process.WaitForExitAsync(Limit);
        }

        for (var until = DateTime.UtcNow + Limit; File.Exists(data.Entry("cairn.pid")); await Task.Delay(50, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < until, $"server {server} lives on");
        await using var next = await RunningServer.StartAsync(data.Path);
        Assert.Equal("OK", await next.Api.TextAsync("health"));
    }

    private static Task<Ended> DemoAsync(TemporaryFolder data, string images) => CairnProcess.RunAsync(
        data.Path, Limit, "demo", "--exit", "--quick", "--port", "0", "--data", data.Entry("data"), "--dataset", images);

    private static void CopySample(string to)
    {
        var sample = Path.Combine(Path.GetDirectoryName(Installation.Program)!, "fashion-mnist-sample");
        foreach (var name in Names)
            File.Copy(Path.Combine(sample, name + ".gz"), Path.Combine(to, name + ".gz"));
    }
}
