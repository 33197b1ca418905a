using Cairn.Protocols.Import;
using Cairn.Protocols.Import.Wandb;

namespace Cairn.Protocols.Tests.Import.Wandb;

public sealed class WandbImportTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const long Start = 1_700_000_000;
    private readonly string _project = $"p{Guid.NewGuid():n}";

    [Fact]
    public async Task Brings_all_of_a_run()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "offline-run-20231114_221320-abc", Run("first"));
        folder.Write("offline-run-20231114_221320-abc/files/media/images/x.png", "not really");
        folder.Write("offline-run-20231114_221320-abc/files/wandb-metadata.json", """{"os":"Linux","python":"3.12.1"}""");
        var report = await ImportAsync(folder.Path);

        Assert.Empty(report.Problems);
        Assert.Equal((1, 6, 1, 3, 2, 1), (report.Came.Runs, report.Came.Points, report.Came.Records, report.Came.ConsoleLines, report.Came.Files, report.Came.Alerts));
        var run = await server.RunAsync($"local/{_project}", "abc");
        Assert.Equal(("first", "finished"), (run.GetProperty("name").GetString(), run.GetProperty("state").GetString()));
        Assert.Equal(Start * 1000, run.GetProperty("startedAt").GetInt64());
        Assert.Equal((Start + 60) * 1000, run.GetProperty("finishedAt").GetInt64());
        Assert.Equal("""{"lr":0.1,"model":{"depth":3}}""", run.GetProperty("config").GetRawText());
        Assert.Equal("""{"best":0.25}""", run.GetProperty("summary").GetRawText());
        Assert.Equal("""["a","b"]""", run.GetProperty("tags").GetRawText());
        Assert.Equal("3.12.1", run.GetProperty("environment").GetProperty("runtime").GetString());
        Assert.Equal([(0, (Start + 1) * 1000, "0.5"), (1, (Start + 2) * 1000, "NaN")], await server.PointsAsync(run, "loss"));
        Assert.Equal([(1, (Start + 2) * 1000, "7")], await server.PointsAsync(run, "val.inner"));
        Assert.Equal([(0, (Start + 3) * 1000, "42")], await server.PointsAsync(run, "system/gpu.0.temp"));
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/console?from=0&limit=10");
        Assert.Equal(
            ["stdout hello", "stdout 100%", "stderr oops"],
            console.GetProperty("lines").EnumerateArray().Select(line => $"{line.GetProperty("stream")} {line.GetProperty("text")}"));
        var (_, records) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/records?key=pic");
        Assert.Equal("image", records.GetProperty("records")[0].GetProperty("type").GetString());
        Assert.Equal("not really", await server.FileAsync(run, "media/images/x.png"));

        var again = await ImportAsync(folder.Path);
        Assert.Equal((1, 0), (again.UnchangedRuns, again.Came.Runs));
        var anew = await WandbImport.RunAsync(Options(folder.Path) with { Again = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal((1, 6, 0), (anew.Came.Runs, anew.Came.Points, anew.Came.Bytes));
        Assert.Equal(2, (await server.PointsAsync(run, "loss")).Count);
        var (_, alerts) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/alerts");
        Assert.Equal(1, alerts.GetProperty("alerts").GetArrayLength());
    }

    [Fact]
    public async Task A_file_saved_as_a_link_is_known_again_and_comes_anew_once_it_has_changed()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "offline-run-20231114_221320-abc", Run("first"));
        var target = folder.Write("elsewhere/model.bin", "weights");
        folder.Write("offline-run-20231114_221320-abc/files/a.txt", "a");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "offline-run-20231114_221320-abc/files/model.bin"), target);
        Assert.Equal((2, 8), (await ImportAsync(folder.Path)) is var first ? (first.Came.Files, first.Came.Bytes) : default);
        Assert.Equal(1, (await ImportAsync(folder.Path)).UnchangedRuns);
        var anew = await WandbImport.RunAsync(Options(folder.Path) with { Again = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (anew.Came.Files, anew.Came.Bytes));
        File.WriteAllText(target, "other weights");
        var changed = await ImportAsync(folder.Path);
        Assert.Equal((0, 13), (changed.UnchangedRuns, changed.Came.Bytes));
        Assert.Equal("other weights", await server.FileAsync(await server.RunAsync($"local/{_project}", "abc"), "model.bin"));
    }

    [Fact]
    public async Task Tells_how_far_it_is_within_a_run()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "offline-run-20231114_221320-abc", Run("first"));
        folder.Write("offline-run-20231114_221320-abc/files/a.txt", "a");
        var seen = new Seen();
        await WandbImport.RunAsync(Options(folder.Path), seen, TestContext.Current.CancellationToken);
        Assert.Contains(seen.All, one => one is { Done: 0, Total: 1, Came.Points: 6, Came.Files: 1 } && one.Current == $"local/{_project}/abc");
        Assert.Equal((1, 1), (seen.All[^1].Done, seen.All[^1].Came.Runs));
    }

    [Fact]
    public async Task A_torn_file_is_a_run_that_crashed()
    {
        using var folder = new TemporaryFolder();
        var whole = Run("torn", withExit: false).ToArray();
        var path = folder.Write("run-1-abc/run-abc.wandb", "");
        File.WriteAllBytes(path, whole[..^3]);
        var report = await ImportAsync(folder.Path);
        Assert.True(report.IsWhole);
        Assert.Contains("ends in the middle", Assert.Single(report.Notes).Message, StringComparison.Ordinal);
        var run = await server.RunAsync($"local/{_project}", "abc");
        Assert.Equal("crashed", run.GetProperty("state").GetString());
        Assert.Equal(2, (await server.PointsAsync(run, "loss")).Count);
    }

    [Fact]
    public async Task A_resumed_run_is_one_run_with_all_its_lines()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "run-1-abc", Run("first", withExit: false));
        Write(folder, "run-2-abc", Run("first", firstStep: 2));
        var report = await ImportAsync(folder.Path);
        Assert.True(report.IsWhole);
        Assert.Equal((1, 12, 6), (report.Came.Runs, report.Came.Points, report.Came.ConsoleLines));
        var run = await server.RunAsync($"local/{_project}", "abc");
        Assert.Equal("finished", run.GetProperty("state").GetString());
        Assert.Equal(4, (await server.PointsAsync(run, "loss")).Count);
        Assert.Equal(2, (await server.PointsAsync(run, "system/gpu.0.temp")).Count);
    }

    [Fact]
    public async Task Names_the_damaged_byte_and_brings_the_rest()
    {
        using var folder = new TemporaryFolder();
        var writer = Run("damaged", withExit: false);
        for (var step = 2; step < 2000; step++)
            writer.Add(2, new ProtoWriter().Item(1, "0.5", "loss").Item(1, $"{Start + step}", "_timestamp").Message(2, new ProtoWriter().Number(1, step)));
        var bytes = writer.ToArray();
        bytes[40_000] ^= 0x55;
        File.WriteAllBytes(folder.Write("run-1-abc/run-abc.wandb", ""), bytes);
        folder.Write("run-2-bad/run-bad.wandb", "rubbish");
        var report = await ImportAsync(folder.Path);
        Assert.Equal(2, report.ProblemCount);
        Assert.Contains(report.Problems, problem => problem.Message.Contains("run-abc.wandb: byte ", StringComparison.Ordinal));
        Assert.Contains(report.Problems, problem => problem.Message.Contains("run-bad.wandb is no .wandb file", StringComparison.Ordinal));
        Assert.InRange(report.Came.Points, 900, 1990);
    }

    private RunFileWriter Run(string name, bool withExit = true, int firstStep = 0)
    {
        var file = new RunFileWriter();
        file.Add(21, new ProtoWriter());
        file.Add(17, new ProtoWriter()
            .Text(1, "abc").Text(3, _project).Text(8, name).Text(10, "a").Text(10, "b").Time(17, Start)
            .Message(4, new ProtoWriter().Item(1, "0.1", "lr").Item(1, "3", "model", "depth").Item(1, "1", "gone")));
        file.Add(5, new ProtoWriter().Item(2, "null", "gone"));
        file.Add(2, new ProtoWriter()
            .Item(1, "0.5", "loss").Item(1, $"{Start + 1}", "_timestamp").Item(1, $"{1 + firstStep}", "_runtime")
            .Message(2, new ProtoWriter().Number(1, firstStep)));
        file.Add(2, new ProtoWriter()
            .Item(1, "NaN", "loss").Item(1, "7", "val", "inner").Item(1, $"{Start + 2}", "_timestamp").Item(1, $"{firstStep + 1}", "_step")
            .Item(1, """{"_type":"image-file","path":"media/images/x.png","width":1,"height":1,"format":"png"}""", "pic")
            .Item(1, "2.5", "lr"));
        file.Add(7, new ProtoWriter().Time(2, Start + 3).Item(3, "42", "gpu.0.temp"));
        file.Add(13, new ProtoWriter().Number(1, 1).Time(2, Start + 4).Text(3, "hel"));
        file.Add(13, new ProtoWriter().Number(1, 1).Time(2, Start + 4).Text(3, "lo\n50%\r100%\r\n"));
        file.Add(13, new ProtoWriter().Time(2, Start + 5).Text(3, "oops"));
        file.Add(10, new ProtoWriter().Text(1, "look").Text(2, "here").Text(3, "WARN"));
        file.Add(3, new ProtoWriter().Item(1, "0.25", "best"));
        if (withExit)
            file.Add(18, new ProtoWriter().Number(2, 60));
        return file;
    }

    private static void Write(TemporaryFolder folder, string name, RunFileWriter file) =>
        File.WriteAllBytes(folder.Write($"{name}/run-abc.wandb", ""), file.ToArray());

    private WandbImportOptions Options(string folder) => new() { Folders = [folder], Url = server.Url };

    private Task<ImportReport> ImportAsync(string folder) =>
        WandbImport.RunAsync(Options(folder), null, TestContext.Current.CancellationToken);

    private sealed class Seen : IProgress<ImportProgress>
    {
        public List<ImportProgress> All { get; } = [];

        public void Report(ImportProgress value) => All.Add(value);
    }
}
