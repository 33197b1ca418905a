using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Cli.Tests;

/// <summary>The demo's server is killed while it trains: nothing may be lost, nothing doubled.</summary>
public sealed partial class ServerKillTests
{
    private static readonly string[] Names =
    [
        "majority class", "k nearest neighbours",
        .. Enumerable.Range(1, 3).Select(seed => $"softmax regression seed {seed}"),
        .. Enumerable.Range(1, 3).Select(seed => $"mlp 128 lr 0.001 seed {seed}"),
    ];

    [Fact]
    public async Task A_demo_outlives_the_death_of_its_server_with_every_run_whole()
    {
        using var data = new TemporaryFolder();
        await using var demo = await RunningDemo.StartAsync(data.Path, "--exit");
        var port = new Uri(demo.Url).Port;

        // Once while a run trains: it goes on, and sends on to the server that comes back.
        await demo.WaitForStepsAsync(Names[2], 50);
        Signals.Send("KILL", demo.ServerId);
        await Task.Delay(700, TestContext.Current.CancellationToken);
        await using (var second = await RunningServer.StartAsync(data.Path, port))
        {
            // And once over the end of a run and the start of the next: what waits on disk is sent at the end.
            await demo.WaitForStepsAsync(Names[4], 50);
            var said = demo.Process.Output.Count;
            second.Process.Kill();
            await demo.Process.WaitForLineAsync(
                line => line.EndsWith("] " + Names[6], StringComparison.Ordinal), RunningDemo.RunLimit, said);
        }

        await using var third = await RunningServer.StartAsync(data.Path, port);
        Assert.Equal(0, await demo.Process.WaitForExitAsync(RunningDemo.RunLimit));
        Assert.Contains(demo.Process.Output, line => line.Contains("cannot take the run's data now"));
        Assert.Contains(demo.Process.Output, line => line.Contains("that waited are sent now"));

        Assert.Equal(third.Process.Id, (await third.Api.GetAsync("/server")).GetProperty("pid").GetInt32());
        Assert.Empty(Directory.GetFileSystemEntries(data.Entry("spool")));
        var runs = await third.Api.RunsAsync(RunningDemo.Project);
        Assert.Equal(Names.Order(), runs.Select(run => run.Name).Order());
        Assert.Equal(Names.Order(), demo.Results.Keys.Order());
        foreach (var (name, id, uid, state) in runs)
        {
            Assert.Equal((name, "finished"), (name, state));
            await AssertWholeAsync(third.Api, id, uid, demo.Results[name].Test);
        }

        await AssertLandmarksAsync(third.Api, runs.ToDictionary(run => run.Name, run => run.Id));
    }

    private static async Task AssertWholeAsync(CairnApi api, long id, string uid, string printed)
    {
        var run = await api.GetAsync($"/projects/{RunningDemo.Project}/runs/{uid}");
        Assert.Equal(0, run.GetProperty("exitCode").GetInt32());
        var measured = Assert.Single(await api.PointsAsync(id, "test/accuracy")).Value;
        Assert.Equal(printed, $"{measured:F4}");
        Assert.Equal(measured, run.GetProperty("summary").GetProperty("test/accuracy").GetDouble());

        var lines = await api.ConsoleAsync(id);
        Assert.Equal(Enumerable.Range(0, lines.Count).Select(number => (long)number), lines.Select(line => line.Line));
        Assert.Single(lines, line => line.Text.Contains($"  test {printed}  "));
        await AssertSystemSeriesAsync(api, id);
        await AssertPicturesAsync(api, id);
        if (run.GetProperty("jobType").GetString() == "train")
            await AssertTrainingAsync(api, id, run.GetProperty("config"), lines.Select(line => line.Text));
    }

    private static async Task AssertTrainingAsync(CairnApi api, long id, JsonElement config, IEnumerable<string> console)
    {
        var epochs = config.GetProperty("epochs").GetInt32();
        var perEpoch = config.GetProperty("data").GetProperty("training").GetInt32() / config.GetProperty("batchSize").GetInt32();
        var everyStep = Enumerable.Range(0, epochs * perEpoch).Select(step => (long)step).ToArray();
        var ends = Enumerable.Range(1, epochs).Select(epoch => (long)(epoch * perEpoch) - 1).ToArray();
        foreach (var key in new[] { "train/loss", "train/learning_rate" })
            Assert.Equal(everyStep, (await api.PointsAsync(id, key)).Select(point => point.Step));
        foreach (var key in new[] { "epoch", "train/epoch_loss", "train/accuracy", "val/loss", "val/accuracy", "images_per_second" })
            Assert.Equal(ends, (await api.PointsAsync(id, key)).Select(point => point.Step));

        // The means that the program computed itself: not only is there a value at each step, it is the right one.
        var losses = (await api.PointsAsync(id, "train/loss")).Select(point => point.Value).ToArray();
        foreach (var (epoch, (_, mean)) in (await api.PointsAsync(id, "train/epoch_loss")).Index())
            Assert.Equal(mean, losses[(epoch * perEpoch)..((epoch + 1) * perEpoch)].Average(), 1e-9);

        var told = console.Select(line => Epoch().Match(line)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value));
        Assert.Equal(Enumerable.Range(1, epochs), told);
        var weights = (await api.GetAsync($"/runs/{id}/records/keys")).GetProperty("keys").EnumerateArray()
            .Where(key => key.GetProperty("type").GetString() == "histogram").ToArray();
        Assert.NotEmpty(weights);
        foreach (var key in weights)
        {
            var records = await api.RecordsAsync(id, key.GetProperty("key").GetString()!);
            Assert.Equal(ends, records.Select(record => record.GetProperty("step").GetInt64()).Order());
        }
    }

    private static async Task AssertSystemSeriesAsync(CairnApi api, long id)
    {
        var series = (await api.GetAsync($"/runs/{id}/series")).GetProperty("series").EnumerateArray()
            .Select(one => one.GetProperty("key").GetString()!).Where(key => key.StartsWith("system/", StringComparison.Ordinal));
        foreach (var key in series)
        {
            var steps = (await api.PointsAsync(id, key)).Select(point => point.Step).ToArray();
            Assert.Equal(steps.Distinct().Order(), steps);
        }
    }

    private static async Task AssertPicturesAsync(CairnApi api, long id)
    {
        var pictures = await api.RecordsAsync(id, "test/most_certain_mistakes");
        Assert.Equal(Enumerable.Range(0, 24), pictures.Select(picture => picture.GetProperty("index").GetInt32()).Order());
        foreach (var picture in pictures)
        {
            var file = picture.GetProperty("value").GetProperty("file").GetString();
            var bytes = await api.BytesAsync($"api/v1/runs/{id}/files/{file}");
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        }

        var matrix = Assert.Single(await api.RecordsAsync(id, "test/confusion")).GetProperty("value").GetProperty("matrix");
        Assert.Equal(1000, matrix.EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
    }

    private static async Task AssertLandmarksAsync(CairnApi api, Dictionary<string, long> runs)
    {
        var landmarks = (await api.GetAsync($"/projects/{RunningDemo.Project}/landmarks")).GetProperty("landmarks").EnumerateArray()
            .ToDictionary(one => (one.GetProperty("metric").GetString()!, one.GetProperty("name").GetString()!));
        Assert.Equal(7, landmarks.Count);
        foreach (var (name, run) in new[] { ("majority", Names[0]), ("kNN", Names[1]) })
        {
            var landmark = landmarks[("test/accuracy", name)];
            Assert.Equal(runs[run], landmark.GetProperty("run").GetInt64());
            Assert.Equal(
                Assert.Single(await api.PointsAsync(runs[run], "test/accuracy")).Value,
                landmark.GetProperty("resolved").GetProperty("value").GetDouble());
        }
    }

    [GeneratedRegex(@"^  epoch +(\d+)/\d+  loss ")]
    private static partial Regex Epoch();
}
