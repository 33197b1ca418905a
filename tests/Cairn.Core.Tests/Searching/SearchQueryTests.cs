using System.Text.Json;
using Cairn.Core.Logging;
using Cairn.Core.Runs;
using Cairn.Core.Searching;
using Cairn.Storage.Series;

namespace Cairn.Core.Tests.Searching;

public sealed class SearchQueryTests
{
    [Fact]
    public async Task Finds_each_kind_by_letters_of_any_case()
    {
        await using var folder = new TemporaryStore(new ManualTime());
        var run = await folder.StartRunAsync(new RunStart
        {
            Uid = "r1",
            Name = "Amber ridge",
            Tags = ["amber-tag"],
            Config = JsonElement.Parse("""{"amber":{"rate":1},"dataset":"The AMBER set"}"""),
        });
        var points = new SeriesBatchBuilder(run.Id);
        points.BeginRow(0, 0);
        points.Add("loss/amber", 1);
        points.EndRow();
        await folder.Store.Log.AppendAsync(TemporaryStore.Caller, run.Id, new LogBatch { Points = points.Build() });
        await folder.OpenProjectAsync("amber");
        await folder.Store.Registry.CreateAsync(TemporaryStore.Caller, "amber-model", null, new Dictionary<string, string>());

        var answer = folder.Store.Search.Find(TemporaryStore.Caller, "amber", null, 5);
        Assert.False(answer.IsPartial);
        Assert.Equal(
            [
                (SearchKind.Project, "test/amber"), (SearchKind.Run, "Amber ridge"), (SearchKind.Tag, "amber-tag"), (SearchKind.Metric, "loss/amber"),
                (SearchKind.Config, "amber.rate"), (SearchKind.Value, "The AMBER set"), (SearchKind.Model, "amber-model"),
            ],
            answer.Hits.Select(hit => (hit.Kind, hit.Text)));
        Assert.Equal(("test/runs", "r1"), (answer.Hits[1].Project, answer.Hits[1].Key));
        Assert.Equal(("test/runs", "config.dataset"), (answer.Hits[5].Project, answer.Hits[5].Key));
        Assert.Equal("Amber ridge", Assert.Single(folder.Store.Search.Find(TemporaryStore.Caller, "ridge amb", null, 5).Hits).Text);
        Assert.Empty(folder.Store.Search.Find(TemporaryStore.Caller, "  ", null, 5).Hits);
        Assert.Empty(folder.Store.Search.Find(TemporaryStore.Caller, "100%", null, 5).Hits);
    }

    [Fact]
    public async Task Runs_in_the_trash_are_not_found()
    {
        await using var folder = new TemporaryStore(new ManualTime());
        var run = await folder.StartRunAsync(new RunStart { Name = "amber", Config = JsonElement.Parse("""{"a":"amber"}""") });
        await folder.Store.Runs.TrashAsync(TemporaryStore.Caller, run.Id);
        Assert.Empty(folder.Store.Search.Find(TemporaryStore.Caller, "amber", null, 5).Hits);
    }
}
