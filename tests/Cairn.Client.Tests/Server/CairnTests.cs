using System.Text.Json.Nodes;
using Cairn.Server;

namespace Cairn.Client.Tests.Server;

/// <summary>The SDK against the product's own server.</summary>
public sealed class CairnTests
{
    [Fact]
    public async Task Every_kind_of_value_is_taken_and_a_restart_changes_nothing()
    {
        using var spool = new TemporaryFolder();
        using var data = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;
        var server = await CairnServer.StartAsync(new ServerOptions { Port = 0, DataDirectory = data.Path }, cancel);
        var port = new Uri(server.Url).Port;
        var told = new List<string>();
        var run = CairnRun.Start("team/contract", Runs.Options(spool) with
        {
            Server = server.Url,
            Config = new { lr = 0.1 },
            Tags = ["one"],
            CaptureConsole = true,
            SystemMetrics = true,
            SystemMetricsInterval = TimeSpan.FromMilliseconds(200),
            AwayTimeout = TimeSpan.FromSeconds(30),
            OnWarning = told.Add,
        });
        Console.WriteLine("a line");
        for (var step = 0; step < 1000; step++)
            run.Log(step, ("loss", 1.0 / (step + 1)), ("acc", double.NaN));
        Assert.True(await run.FlushAsync(TimeSpan.FromSeconds(20), cancel), string.Join('\n', told));

        await server.DisposeAsync();
        for (var step = 1000; step < 2000; step++)
            run.Log(step, "loss", 1.0 / (step + 1));
        var picture = MediaImage.FromGray(new byte[] { 0, 85, 170, 255 }, 2, 2);
        run.LogImages("images", [picture, picture]);
        run.LogTable("table", new MediaTable("a", "b").AddRow(1, "x").AddRow(null, picture));
        run.LogHistogram("histogram", [1.0, 2, 3]);
        run.LogConfusionMatrix("confusion", ["a", "b"], new int[,] { { 1, 2 }, { 3, 4 } });
        run.LogText("text", "t");
        run.LogHtml("html", "<b>x</b>");
        run.LogPlotly("plotly", "{}");
        run.LogAudio("audio", [1, 2], ".wav", "beep", 8000);
        run.LogVideo("video", [1, 2]);
        run.LogFileBytes("folder/file #1.bin", [1, 2, 3]);
        run.Alert("look", "here", AlertLevel.Warn);
        run.SetLandmark(Landmark.Constant("acc", "chance", 0.1, source: "two classes"));
        run.SetLandmark(Landmark.ThisRun("loss", "this", LandmarkDirection.Min, LandmarkAggregate.Min));
        run.SetNotes("notes");
        run.Summary["best"] = 0.5;
        server = await CairnServer.StartAsync(new ServerOptions { Port = port, DataDirectory = data.Path }, cancel);
        await using var _ = server;
        await run.FinishAsync();
        // That the server was away is told; that it refused something would be told too.
        Assert.All(told, text => Assert.Contains("cannot take the run's data now", text, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));

        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/api/v1/") };
        var stored = await GetAsync(http, $"projects/team/contract/runs/{run.Uid}");
        var id = stored["id"]!.GetValue<long>();
        Assert.Equal(("finished", "notes", 0.5), (stored["state"]!.GetValue<string>(), stored["notes"]!.GetValue<string>(), stored["summary"]!["best"]!.GetValue<double>()));
        Assert.Equal(0.1, stored["config"]!["lr"]!.GetValue<double>());
        Assert.Equal(Environment.MachineName, stored["environment"]!["host"]!.GetValue<string>());
        Assert.NotNull(stored["environment"]!["packages"]!["xunit.v3.assert"]);
        var points = (await GetAsync(http, $"runs/{id}/points?key=loss&limit=5000"))["points"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, 2000).Select(step => ((long)step, 1.0 / (step + 1))),
            points.Select(point => (point![0]!.GetValue<long>(), point[2]!.GetValue<double>())));
        var series = (await GetAsync(http, $"runs/{id}/series"))["series"]!.AsArray().ToDictionary(s => s!["key"]!.GetValue<string>());
        Assert.Equal((1000, 0), (series["acc"]!["count"]!.GetValue<int>(), series["acc"]!["finite"]!.GetValue<int>()));
        Assert.Contains("system/memory.process_rss_mib", series.Keys);
        var records = (await GetAsync(http, $"runs/{id}/records/keys"))["keys"]!.AsArray();
        Assert.Equal(["audio 1", "confusion 1", "histogram 1", "html 1", "images 2", "plotly 1", "table 1", "text 1", "video 1"],
            records.Select(key => $"{key!["key"]} {key["count"]}").Order(StringComparer.Ordinal));
        Assert.Contains((await GetAsync(http, $"runs/{id}/console"))["lines"]!.AsArray(), line => line!["text"]!.GetValue<string>() == "a line");
        Assert.Equal([1, 2, 3], await http.GetByteArrayAsync(new Uri($"runs/{id}/files/folder/file%20%231.bin", UriKind.Relative), cancel));
        Assert.Single((await GetAsync(http, $"runs/{id}/alerts"))["alerts"]!.AsArray());
        Assert.Equal(["chance", "this"], (await GetAsync(http, "projects/team/contract/landmarks"))["landmarks"]!.AsArray().Select(l => l!["name"]!.GetValue<string>()).Order());
        Assert.Equal($"http://localhost:{port}/team/contract/runs/{run.Uid}", run.Url);
    }

    private static async Task<JsonNode> GetAsync(HttpClient http, string path) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;
}
