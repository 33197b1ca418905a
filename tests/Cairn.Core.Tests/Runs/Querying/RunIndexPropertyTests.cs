using System.Text.Json;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Core.Tests.Runs.Querying.Blocks;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class RunIndexPropertyTests
{
    [Theory]
    [InlineData(1, 40, 120)]
    [InlineData(2, 200, 120)]
    [InlineData(3, 200, 120)]
    [InlineData(4, 1500, 40)]
    [InlineData(5, 3000, 20)]
    public void Answers_as_the_naive_table_does_while_runs_come_change_and_go(int seed, int count, int rounds)
    {
        var random = new RandomRuns(seed);
        var naive = new NaiveTable();
        for (long id = 1; id <= count; id++)
        {
            naive.Runs[id] = random.Run(id);
            if (random.Next(3) != 0)
                naive.Metrics[(id, "loss")] = random.Metric(id);
        }

        var index = new RunIndex(naive.Source, columnBytes: 1 << 20);
        index.Load(naive.Runs.Values);
        long next = count;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < 5; i++)
                Check(index, naive, random);
            for (var i = random.Next(20); i > 0; i--)
                Change(index, naive, random, ref next);
        }
    }

    [Theory]
    [InlineData(11, 200, 40, 0)]
    [InlineData(12, 4500, 8, 0)]
    [InlineData(13, 4500, 8, 200_000)]
    public async Task Answers_the_same_from_documents_and_columns_on_disk(int seed, int count, int rounds, long documentBytes)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new BlockFolder();
        var random = new RandomRuns(seed);
        var naive = new NaiveTable();
        for (long id = 1; id <= count; id++)
            naive.Runs[id] = random.Run(id);
        long next = count;
        for (var start = 0; start < 3; start++)
        {
            await using var database = folder.Open();
            var blocks = new BlockFile(database);
            Assert.Equal(start > 0, blocks.Head(RunColumnFamily.Config, 0) is not null);
            var index = new RunIndex(
                naive.Source, new RunDocuments((family, ids) => naive.Documents(family, ids.ToHashSet().Contains)), blocks, documentBytes, 1 << 20,
                failure => Assert.Fail(failure.ToString()));
            index.Load(naive.Runs.Values);
            var keepers = RunRecord.Families.ToDictionary(family => family, family => new BlockKeeper(blocks, family, (first, last) =>
                BlockShredder.Shred(family, naive.Documents(family, id => id >= first && id <= last))));
            async Task<int> PassAsync()
            {
                var made = 0;
                foreach (var (family, keeper) in keepers)
                    made += await keeper.PassAsync(index.Table(), run => run.Hash(family), cancellation);
                return made;
            }

            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < 5; i++)
                    Check(index, naive, random);
                for (var i = random.Next(20); i > 0; i--)
                    Change(index, naive, random, ref next);
                if (round % 4 == 1)
                    await PassAsync();
                if (round % 4 == 2)
                    await index.KeepListingsAsync(index.Table(), index.Table(), cancellation);
                if (round % 2 == 0)
                    Assert.Equal(Listed(InMemory(naive)), Listed(index));
            }

            // What rests is made anew, and then every document is known.
            await PassAsync();
            await PassAsync();
            Assert.Equal(0, await PassAsync());
            foreach (var run in naive.Runs.Values.Select(RunRecord.Of))
            {
                foreach (var family in RunRecord.Families)
                    Assert.Equal(run.Hash(family), blocks.Head(family, run.Id >> BlockFile.Bits)!.Hashes[run.Id & (BlockFile.Size - 1)]);
            }
        }
    }

    private static RunIndex InMemory(NaiveTable naive)
    {
        var index = new RunIndex(naive.Source);
        index.Load(naive.Runs.Values);
        return index;
    }

    private static IEnumerable<string> Listed(RunIndex index) =>
        index.Columns([0, 2]).Select(info => $"{info.Column} {info.Type} {info.Runs}");

    private static void Check(RunIndex index, NaiveTable naive, RandomRuns random)
    {
        var query = new RunQuery
        {
            Projects = random.Pick<long[]?>([null, [0, 1], [2], []]),
            Visibility = random.Pick(Enum.GetValues<RunVisibility>()),
            Filter = random.Filter(),
            Sort = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Sort())],
            Columns = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Column())],
            Limit = 1 + random.Next(100),
            Offset = random.Next(3) == 0 ? random.Next(50) : 0,
        };
        var expected = naive.Ids(query);
        var page = index.Query(query)!;
        Assert.Equal(expected.Count, page.Total);
        Assert.Equal(expected.Skip(query.Offset).Take(query.Limit), page.Rows.Select(row => row.Id));
        foreach (var row in page.Rows)
        {
            var run = naive.Runs[row.Id];
            Assert.Equal(query.Columns.Select(column => Shown(naive.Value(run, column))), row.Values.Select(Shown));
        }

        // Following the cursors gives every run once, in order.
        var paged = expected.Take(query.Offset).Concat(page.Rows.Select(row => row.Id)).ToList();
        for (var pages = 0; page.Cursor is not null && pages < 60; pages++)
        {
            page = index.Query(query with { Cursor = page.Cursor, Offset = 0 })!;
            Assert.Equal(expected.Count, page.Total);
            paged.AddRange(page.Rows.Select(row => row.Id));
        }

        if (page.Cursor is null && query.Offset <= expected.Count)
            Assert.Equal(expected, paged);
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => RunValue.Of(number).ToString(),
        JsonElement element => element.GetRawText(),
        _ => value.ToString()!,
    };

    private static string Shown(RunValue value) => value.ToString();

    private static void Change(RunIndex index, NaiveTable naive, RandomRuns random, ref long next)
    {
        var id = 1 + random.Next((int)next);
        switch (random.Next(5))
        {
            case 0:
                naive.Runs.Remove(id);
                index.Remove(id);
                break;
            case 1:
                next++;
                index.Upsert(naive.Runs[next] = random.Run(next));
                break;
            case 2:
                naive.Metrics[(id, "loss")] = random.Metric(id);
                index.MarkMetricsChanged(id);
                break;
            case 3 when naive.Runs.TryGetValue(id, out var run):
                index.Upsert(naive.Runs[id] = run with { HeartbeatAt = run.HeartbeatAt + 1 });
                break;
            default:
                index.Upsert(naive.Runs[id] = random.Run(id));
                break;
        }
    }
}
