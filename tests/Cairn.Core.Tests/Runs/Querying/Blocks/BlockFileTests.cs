using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Dapper;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class BlockFileTests
{
    private static readonly string[] Odd =
    [
        """{"a": 1, "b": {"c": true}}""", """{"a": {"b": 1}, "a.b": 2}""", """{"a.b": 2, "a": {"b": 1}}""", """{"a": 1, "a": "x"}""",
        """{"a": null, "b": [1, 2]}""", """{"a": "1", "b": {}}""", """{"a": 1e999}""", """{"a": "\ud800"}""", "{}", """{"a": 0.10}""",
        $$"""{"a": "{{new string('x', 5000)}}"}""", """{"a.b.c": 3, "a.b": {"c": null}}""", """{"a": false, "b": {"c": "NaN"}}""",
    ];

    [Fact]
    public async Task Columns_from_blocks_are_those_of_the_documents()
    {
        using var folder = new BlockFolder();
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        Run[] runs = [.. Odd.Select((document, i) => TestRun.With(i + 1, document))];
        var stored = Configs(runs);
        await blocks.WriteAsync(
            RunColumnFamily.Config, 0, BlockShredder.Shred(RunColumnFamily.Config, stored), TestContext.Current.CancellationToken);
        var asked = 0;
        var fromBlocks = new RunIndex(
            MetricSource.None, new RunDocuments((_, ids) => ids.ToDictionary(id => id, id => (asked++, stored[id]).Item2)), blocks, 0,
            1 << 20, failure => Assert.Fail(failure.ToString()));
        var inMemory = new RunIndex(MetricSource.None);
        fromBlocks.Load(runs);
        inMemory.Load(runs);
        foreach (var path in new[] { "a", "b", "a.b", "a.b.c", "b.c", "b.d", "absent" })
        {
            foreach (var asText in new[] { false, true })
            {
                var column = RunColumn.Config(path) with { AsText = asText };
                asked = 0;
                Assert.Equal(Shown(inMemory, column), Shown(fromBlocks, column));
                Assert.True(asked <= (asText ? 7 : 5), $"{path}: {asked} documents were read");
                if (path == "absent")
                    Assert.Equal(0, asked);
            }
        }
    }

    [Fact]
    public async Task A_damaged_block_is_answered_from_documents()
    {
        using var folder = new BlockFolder();
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        Run[] runs = [.. Enumerable.Range(1, 50).Select(id => TestRun.With(id, $$"""{"a": {{id}}}"""))];
        var shredded = BlockShredder.Shred(RunColumnFamily.Config, Configs(runs));
        await blocks.WriteAsync(
            RunColumnFamily.Config, 0, shredded with { Columns = [.. shredded.Columns.Select(one => (one.Path, one.Cells[..^20]))] },
            TestContext.Current.CancellationToken);
        Exception? told = null;
        var index = new RunIndex(MetricSource.None, new RunDocuments(), blocks, long.MaxValue, 1 << 20, failure => told = failure);
        index.Load(runs);
        var page = index.Query(new RunQuery { Sort = [new(RunColumn.Config("a"), true)], Columns = [RunColumn.Config("a")], Limit = 3 })!;
        Assert.Equal([50, 49, 48], page.Rows.Select(row => row.Values[0].Number));
        Assert.NotNull(told);
    }

    [Fact]
    public async Task A_flipped_bit_of_a_number_is_noticed()
    {
        using var folder = new BlockFolder();
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        Run[] runs = [.. Enumerable.Range(1, 50).Select(id => TestRun.With(id, $$"""{"a": {{id}}}"""))];
        await blocks.WriteAsync(
            RunColumnFamily.Config, 0, BlockShredder.Shred(RunColumnFamily.Config, Configs(runs)), TestContext.Current.CancellationToken);
        var cells = database.Read(db => db.QuerySingle<byte[]>("SELECT data FROM cells"));
        for (var bit = 0; bit < cells.Length * 8; bit += 97)
        {
            var flipped = (byte[])cells.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await database.WriteAsync(db => db.Execute("UPDATE cells SET data = @flipped", new { flipped }), TestContext.Current.CancellationToken);
            Exception? told = null;
            var index = new RunIndex(MetricSource.None, new RunDocuments(), blocks, long.MaxValue, 1 << 20, failure => told = failure);
            index.Load(runs);
            var page = index.Query(new RunQuery { Sort = [new(RunColumn.Config("a"), true)], Columns = [RunColumn.Config("a")], Limit = 3 })!;
            Assert.Equal([50, 49, 48], page.Rows.Select(row => row.Values[0].Number));
            Assert.IsType<InvalidDataException>(told);
        }
    }

    [Fact]
    public async Task A_block_that_is_made_again_leaves_nothing_of_the_one_before()
    {
        using var folder = new BlockFolder();
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        foreach (var document in new[] { """{"old": 1, "both": 1}""", """{"new": 2, "both": 2}""" })
        {
            await blocks.WriteAsync(
                RunColumnFamily.Config, 0, BlockShredder.Shred(RunColumnFamily.Config, Configs([TestRun.With(1, document)])),
                TestContext.Current.CancellationToken);
        }

        Assert.Empty(blocks.Read(RunColumnFamily.Config, "old"));
        Assert.Single(blocks.Read(RunColumnFamily.Config, "new"));
        Assert.Single(blocks.Read(RunColumnFamily.Config, "both"));
    }

    private static Dictionary<long, byte[]> Configs(IEnumerable<Run> runs) =>
        runs.ToDictionary(run => run.Id, run => RunRecord.Of(run).Document(RunColumnFamily.Config)!);

    private static IEnumerable<string> Shown(RunIndex index, RunColumn column) =>
        index.Values(null, column, 100).Select(one => $"{one.Value} {one.Value.Kind} {one.Runs}");
}
