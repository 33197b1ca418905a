using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs;

public sealed class RunBulkTests
{
    [Fact]
    public async Task Tags_many_runs_and_says_which_refused()
    {
        await using var folder = new TemporaryStore();
        var one = await folder.StartRunAsync(new RunStart { Tags = ["old", "kept"] });
        var other = await folder.StartRunAsync();
        var result = await folder.Store.Bulk.ApplyAsync(
            TemporaryStore.Caller, [one.Id, other.Id, 999], new RunBulkChange { AddTags = ["new"], RemoveTags = ["old"], Group = "seeds" });

        Assert.Equal(2, result.Changed);
        Assert.Equal(999, Assert.Single(result.Refused).Run);
        Assert.Equal(["kept", "new"], folder.Store.Runs.Find(TemporaryStore.Caller, one.Id)!.Tags);
        Assert.Equal(("seeds", 1), (folder.Store.Runs.Find(TemporaryStore.Caller, other.Id)!.Group, folder.Store.Runs.Find(TemporaryStore.Caller, other.Id)!.Tags.Count));
    }

    [Fact]
    public async Task Moves_runs_but_not_onto_one_of_the_same_uid()
    {
        await using var folder = new TemporaryStore();
        var target = await folder.OpenProjectAsync("target");
        var taken = await folder.Store.Runs.StartAsync(TemporaryStore.Caller, target, new RunStart { Uid = "b" });
        var moved = await folder.StartRunAsync(new RunStart { Uid = "a" });
        var stays = await folder.StartRunAsync(new RunStart { Uid = "b" });
        var source = moved.ProjectId;

        var result = await folder.Store.Bulk.ApplyAsync(TemporaryStore.Caller, [moved.Id, stays.Id], new RunBulkChange { MoveTo = target });
        Assert.Equal(stays.Id, Assert.Single(result.Refused).Run);
        Assert.Equal(1, result.Changed);
        Assert.Equal(new[] { moved.Id, taken.Value.Run.Id }.Order(), Ids(target.Id).Order());
        Assert.Equal([stays.Id], Ids(source));
        await folder.ReopenAsync();
        Assert.Equal(moved.Id, folder.Store.Runs.Find(TemporaryStore.Caller, target.Id, "a")!.Id);

        IEnumerable<long> Ids(long project) => folder.Store.Index.Query(new RunQuery { Projects = [project] })!.Rows.Select(row => row.Id);
    }
}
