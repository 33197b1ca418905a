using System.Text.Json;
using Cairn.Core.Consoles;
using Cairn.Core.Landmarks;
using Cairn.Core.Logging;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Series;

namespace Cairn.Core.Tests.Trash;

public sealed class TrashPurgeTests : IAsyncLifetime
{
    private readonly TemporaryStore _folder = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Emptying_frees_what_only_the_trash_has_and_keeps_the_rest()
    {
        var doomed = await LogAsync("doomed", "mine", "shared");
        var kept = await LogAsync("kept", "shared");
        await _folder.Store.Runs.TrashAsync(TemporaryStore.Caller, doomed.Id);

        var trash = _folder.Store.TrashQuery.Read(TemporaryStore.Caller, 10);
        Assert.Equal(doomed.Id, Assert.Single(trash.Runs).Id);
        Assert.Equal((1, 1, 4, 3, 1, 1), (trash.RunTotal, trash.Space.Files, trash.Space.FileBytes, trash.Space.Points, trash.Space.Records, trash.Space.ConsoleLines));

        var receipt = await _folder.Store.Purge.EmptyAsync(TemporaryStore.Caller, null);
        Assert.Equal((1, 1, 4, 3, 1, 1), (receipt.Runs, receipt.Freed.Files, receipt.Freed.FileBytes, receipt.Freed.Points, receipt.Freed.Records, receipt.Freed.ConsoleLines));
        await AssertGoneAsync(doomed, kept);
        Assert.Equal(0, (await _folder.Store.Purge.EmptyAsync(TemporaryStore.Caller, null)).Runs);
        await _folder.ReopenAsync();
        await AssertGoneAsync(doomed, kept);
    }

    [Fact]
    public async Task A_part_of_the_trash_can_go_and_active_runs_never_do()
    {
        var (one, other, active) = (await LogAsync("one"), await LogAsync("other"), await LogAsync("active"));
        await _folder.Store.Runs.TrashAsync(TemporaryStore.Caller, one.Id);
        await _folder.Store.Runs.TrashAsync(TemporaryStore.Caller, other.Id);
        var receipt = await _folder.Store.Purge.EmptyAsync(TemporaryStore.Caller, [one.Id, active.Id, 12345]);

        Assert.Equal(1, receipt.Runs);
        Assert.Null(_folder.Store.Runs.Find(TemporaryStore.Caller, one.Id));
        Assert.NotNull(_folder.Store.Runs.Find(TemporaryStore.Caller, other.Id));
        Assert.Equal(3, Assert.Single(_folder.Store.Series.Summaries(active.Id)).Count);
    }

    [Fact]
    public async Task A_project_goes_with_its_runs_and_leaves_its_name_free()
    {
        var project = await _folder.OpenProjectAsync("doomed");
        var run = (await _folder.Store.Runs.StartAsync(TemporaryStore.Caller, project, new RunStart { Uid = "r" })).Value.Run;
        await _folder.Store.Landmarks.SetAsync(TemporaryStore.Caller, project.Id, new Landmark
        {
            Metric = "acc",
            Name = "best",
            Kind = LandmarkKind.Run,
            Run = run.Id,
            HigherIsBetter = true,
        });
        await _folder.Store.Trash.TrashAsync(TemporaryStore.Caller, project.Id);
        Assert.Equal(project.Id, Assert.Single(_folder.Store.TrashQuery.Read(TemporaryStore.Caller, 10).Projects).Id);
        var receipt = await _folder.Store.Purge.EmptyAsync(TemporaryStore.Caller, null);

        Assert.Equal((1, 1), (receipt.Runs, receipt.Projects));
        Assert.Null(_folder.Store.Projects.Find(TemporaryStore.Caller, project.Id));
        var again = await _folder.OpenProjectAsync("doomed");
        Assert.NotEqual(project.Id, again.Id);
        Assert.Empty(_folder.Store.Landmarks.List(TemporaryStore.Caller, again.Id));
    }

    private async Task<Run> LogAsync(string uid, params string[] files)
    {
        var run = await _folder.StartRunAsync(new RunStart { Uid = uid });
        var points = new SeriesBatchBuilder(run.Id);
        for (var step = 0; step < 3; step++)
        {
            points.BeginRow(step, step);
            points.Add("loss", step);
            points.EndRow();
        }

        await _folder.Store.Log.AppendAsync(TemporaryStore.Caller, run.Id, new LogBatch
        {
            Points = points.Build(),
            LastStep = 2,
            Records = [new RecordEntry("picture", "image", 1, 1, 0, JsonElement.Parse("""{"file":"a"}"""))],
            Console = [new ConsoleLine(0, 1, "stdout", "hello")],
        });
        await _folder.Store.Alerts.AddAsync(TemporaryStore.Caller, run.Id, "title", "text", "info", 1);
        foreach (var file in files)
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file));
            await _folder.Store.Files.WriteAsync(TemporaryStore.Caller, run.Id, file, content, null);
        }

        return run;
    }

    private async Task AssertGoneAsync(Run gone, Run kept)
    {
        var store = _folder.Store;
        Assert.Null(store.Runs.Find(TemporaryStore.Caller, gone.Id));
        Assert.Empty(store.Series.Summaries(gone.Id));
        Assert.Empty(store.Records.Keys(TemporaryStore.Caller, gone.Id));
        Assert.Equal(0, store.Console.Total(TemporaryStore.Caller, gone.Id));
        Assert.Empty(store.Files.List(TemporaryStore.Caller, gone.Id));
        Assert.Equal([kept.Id], store.Index.Query(new RunQuery { Visibility = RunVisibility.All })!.Rows.Select(row => row.Id));
        Assert.Equal(3, Assert.Single(store.Series.Summaries(kept.Id)).Count);
        var file = Assert.Single(store.Files.List(TemporaryStore.Caller, kept.Id));
        await using var content = store.Files.OpenRead(file);
        Assert.Equal("shared", await new StreamReader(content!).ReadToEndAsync());
    }
}
