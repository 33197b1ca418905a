using System.Text.Json;
using Cairn.Client;

namespace Cairn.Cli.Tests;

public sealed class SyncTests
{
    private const int Steps = 3000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task An_offline_run_arrives_whole_and_once_however_often_it_is_sent()
    {
        using var spool = new TemporaryFolder();
        using var data = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        var uid = Record(spool.Path);
        Copy(spool.Path, copy.Path);
        await using var server = await RunningServer.StartAsync(data.Path);

        var first = await SyncAsync(spool.Path, server.Url);
        Assert.Equal(("Sent", uid), (first.GetProperty("outcome").GetString(), first.GetProperty("uid").GetString()));
        Assert.Empty(Directory.GetFileSystemEntries(spool.Path));
        var whole = await SnapshotAsync(server.Api);

        // As after a restored backup, or two machines that share a folder: the same spool once more.
        var second = await SyncAsync(copy.Path, server.Url);
        Assert.Equal("Sent", second.GetProperty("outcome").GetString());
        Assert.Equal(whole, await SnapshotAsync(server.Api));

        var nothing = await CairnProcess.RunAsync(spool.Path, Limit, "sync", spool.Path, "--url", server.Url);
        Assert.Equal(0, nothing.Code);
        Assert.Contains("Nothing to send", nothing.Output);
    }

    [Fact]
    public async Task Without_a_server_the_spool_stays_and_the_exit_code_says_so()
    {
        using var spool = new TemporaryFolder();
        Record(spool.Path);
        var before = Directory.GetFileSystemEntries(spool.Path);
        var ended = await CairnProcess.RunAsync(
            spool.Path, Limit, "sync", spool.Path, "--json", "--url", $"http://localhost:{FreePort.Next()}");
        Assert.Equal(1, ended.Code);
        using var answer = JsonDocument.Parse(ended.Output);
        Assert.Equal("Interrupted", Assert.Single(answer.RootElement.EnumerateArray()).GetProperty("outcome").GetString());
        Assert.Equal(before, Directory.GetFileSystemEntries(spool.Path));
    }

    private static string Record(string spool)
    {
        using var run = CairnRun.Start("local/offline", new RunOptions
        {
            Name = "far from any server",
            Mode = RunMode.Offline,
            SpoolDirectory = spool,
            Config = new { lr = 0.25, layers = new[] { 3, 5 } },
            CaptureConsole = false,
            CaptureGit = false,
            SystemMetrics = false,
            Quiet = true,
        });
        for (var step = 0; step < Steps; step++)
            run.Log(step, ("loss", 1.0 / (step + 1)), ("odd", step % 2 == 0 ? double.NaN : step));
        run.LogImage("picture", MediaImage.FromGray(new byte[4 * 4], 4, 4, "black"));
        run.LogConfusionMatrix("confusion", ["cat", "dog"], new[,] { { 5, 1 }, { 2, 4 } });
        run.LogFileBytes("notes/readme.txt", "kept"u8);
        run.Summary["best"] = 0.5;
        return run.Uid;
    }

    private static async Task<JsonElement> SyncAsync(string spool, string url)
    {
        var ended = await CairnProcess.RunAsync(spool, Limit, "sync", spool, "--json", "--url", url);
        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        using var answer = JsonDocument.Parse(ended.Output);
        return Assert.Single(answer.RootElement.EnumerateArray()).Clone();
    }

    /// <summary>Checks that everything that <see cref="Record"/> logged is there once; answers all of it as text.</summary>
    private static async Task<string> SnapshotAsync(CairnApi api)
    {
        var (name, id, uid, state) = Assert.Single(await api.RunsAsync("local/offline"));
        Assert.Equal(("far from any server", "finished"), (name, state));
        var loss = await api.PointsAsync(id, "loss");
        Assert.Equal(Enumerable.Range(0, Steps).Select(step => ((long)step, 1.0 / (step + 1))), loss);
        var series = (await api.GetAsync($"/runs/{id}/series")).GetProperty("series").EnumerateArray()
            .ToDictionary(one => one.GetProperty("key").GetString()!);
        Assert.Equal((Steps, Steps / 2),
            (series["odd"].GetProperty("count").GetInt32(), series["odd"].GetProperty("finite").GetInt32()));
        var picture = Assert.Single(await api.RecordsAsync(id, "picture")).GetProperty("value").GetProperty("file").GetString();
        var image = await api.BytesAsync($"api/v1/runs/{id}/files/{picture}");
        var matrix = Assert.Single(await api.RecordsAsync(id, "confusion")).GetProperty("value").GetProperty("matrix");
        Assert.Equal("[[5,1],[2,4]]", matrix.GetRawText());
        Assert.Equal("kept", await api.TextAsync($"api/v1/runs/{id}/files/notes/readme.txt"));
        var run = await api.GetAsync($"/projects/local/offline/runs/{uid}");
        Assert.Equal(0.25, run.GetProperty("config").GetProperty("lr").GetDouble());
        Assert.Equal(0.5, run.GetProperty("summary").GetProperty("best").GetDouble());
        var files = await api.GetAsync($"/runs/{id}/files");
        return string.Join('\n',
            run.GetProperty("config"), run.GetProperty("summary"), run.GetProperty("exitCode"), run.GetProperty("finishedAt"),
            string.Join(' ', series.Values), Convert.ToHexString(image),
            string.Join(' ', files.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("path"), file.GetProperty("sha256")))));
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }
}
