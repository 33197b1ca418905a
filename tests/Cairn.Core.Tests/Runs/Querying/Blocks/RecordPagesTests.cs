using System.Text.Json;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class RecordPagesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Records_from_disk_are_those_of_the_catalog(int seed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(seed);
        using var folder = new BlockFolder();
        await using var catalog = Catalog(folder);
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        var projects = new ProjectStore(catalog, TimeProvider.System);
        var runs = new RunStore(catalog, TimeProvider.System);
        var project = (await projects.OpenAsync(TemporaryStore.Caller, "test", "runs", cancellationToken: cancellation)).Value.Project;
        var ids = new List<long>();
        var keeper = new RecordKeeper(blocks, catalog);
        var (fromDisk, stale) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            for (var i = random.Next(4); i > 0; i--)
                await ChangeAsync();
            if (random.Next(3) > 0)
                await keeper.PassAsync(cancellation);
            foreach (var (block, revision) in RecordScan.Revisions(catalog))
                _ = blocks.Records(block, revision) is null ? stale++ : fromDisk++;
            Assert.Equal(Shown(new RecordPages(catalog, null, _ => { })), Shown(new RecordPages(catalog, blocks, Fail)));
        }

        Assert.True(fromDisk > 20 && stale > 20, $"{fromDisk} blocks came from disk, {stale} from the catalog");

        async Task ChangeAsync()
        {
            var id = ids.Count == 0 ? 0 : ids[random.Next(ids.Count)];
            switch (ids.Count < 5 ? 0 : random.Next(6))
            {
                case 0:
                    var started = await runs.StartAsync(TemporaryStore.Caller, project, Start(random), cancellation);
                    ids.Add(started.Value.Run.Id);

                    // Another block, so that there are some that rest.
                    if (random.Next(4) == 0)
                    {
                        await catalog.WriteAsync(db => db.Execute(
                            "UPDATE sqlite_sequence SET seq = seq + 4096 WHERE name = 'run'"), cancellation);
                    }

                    break;
                case 1:
                    await runs.UpdateAsync(
                        TemporaryStore.Caller, id, new RunChange { Name = "n" + random.Next(9), State = RunState.Failed }, cancellation);
                    break;
                case 2:
                    await runs.TrashAsync(TemporaryStore.Caller, id, cancellation);
                    break;
                case 3:
                    await runs.RestoreAsync(TemporaryStore.Caller, id, cancellation);
                    break;
                case 4:
                    await catalog.WriteAsync(db => db.Execute(
                        "UPDATE run SET heartbeat_at = heartbeat_at + 1 WHERE id = @id", new { id }), cancellation);
                    break;
                default:
                    await catalog.WriteAsync(db => db.Execute("DELETE FROM run WHERE id = @id", new { id }), cancellation);
                    ids.Remove(id);
                    break;
            }
        }
    }

    [Fact]
    public async Task Damaged_records_are_read_from_the_catalog()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new BlockFolder();
        await using var catalog = Catalog(folder);
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        var project = (await new ProjectStore(catalog, TimeProvider.System)
            .OpenAsync(TemporaryStore.Caller, "test", "runs", cancellationToken: cancellation)).Value.Project;
        var runs = new RunStore(catalog, TimeProvider.System);
        for (var i = 0; i < 3; i++)
            await runs.StartAsync(TemporaryStore.Caller, project, Start(new Random(i)), cancellation);
        var keeper = new RecordKeeper(blocks, catalog);
        await keeper.PassAsync(cancellation);
        Assert.Equal(1, await keeper.PassAsync(cancellation));
        Assert.True(keeper.IsDone);
        var whole = database.Read(db => db.QuerySingle<byte[]>("SELECT data FROM record"));
        for (var bit = 0; bit < whole.Length * 8; bit += 97)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await database.WriteAsync(db => db.Execute("UPDATE record SET data = @flipped", new { flipped }), cancellation);
            Exception? told = null;
            Assert.Equal(Shown(new RecordPages(catalog, null, Fail)), Shown(new RecordPages(catalog, blocks, failure => told = failure)));
            Assert.IsType<InvalidDataException>(told);
        }
    }

    [Fact]
    public async Task Records_of_a_catalog_that_is_no_more_are_dropped()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new BlockFolder();
        await using var catalog = Catalog(folder);
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        await blocks.WriteRecordsAsync(7, 1, RecordCodec.Encode([RunRecord.Of(TestRun.With(7 << BlockFile.Bits))]), cancellation);
        Assert.Empty(Shown(new RecordPages(catalog, blocks, Fail)));
        await new RecordKeeper(blocks, catalog).PassAsync(cancellation);
        Assert.Empty(blocks.RecordRevisions());
    }

    private static SqliteDatabase Catalog(BlockFolder folder) => SqliteDatabase.Open(
        folder.Entry("meta.db"), [ProjectStore.Schema, RunStore.Schema, RunStore.StopSchema, RunStore.BlockSchema]);

    private static RunStart Start(Random random) => new()
    {
        Uid = "u" + random.NextInt64(),
        Name = random.Next(2) == 0 ? "näme" : "",
        Group = random.Next(2) == 0 ? null : "g" + random.Next(3),
        JobType = random.Next(2) == 0 ? null : "train",
        Notes = random.Next(2) == 0 ? null : "line\nline",
        Tags = random.Next(2) == 0 ? [] : ["a", "b \"quoted\""],
        Config = JsonSerializer.SerializeToElement(new { lr = random.Next(5) }),
        Environment = JsonSerializer.SerializeToElement(new { host = "h", packages = new string('x', random.Next(600)) }),
        State = random.Next(2) == 0 ? RunState.Running : RunState.Pending,
    };

    private static void Fail(Exception failure) => Assert.Fail(failure.ToString());

    private static List<string> Shown(RecordPages pages) =>
    [
        .. pages.Read().SelectMany(page => page).Select(run => string.Join(
            '|',
            RunAttributes.Names.Select(name => $"{RunAttributes.Reader(name)(run)}")
                .Concat(RunRecord.Families.Select(family => $"{run.Hash(family)}")))),
    ];
}
