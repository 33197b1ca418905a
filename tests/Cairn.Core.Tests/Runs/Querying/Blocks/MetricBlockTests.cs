using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Storage.Series;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class MetricBlockTests
{
    private const int Runs = 60;
    private static readonly string[] Keys = ["loss", "acc", "lr"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Metric_columns_from_blocks_are_those_of_the_series(int seed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(seed);
        using var folder = new BlockFolder();
        var fromBlocks = 0;
        for (var start = 0; start < 3; start++)
        {
            await using var series = SeriesStore.Open(folder.Entry("points.db"), new SeriesOptions { Background = false });
            await using var database = folder.Open();
            var blocks = new BlockFile(database);
            var versions = new MetricVersions(series);
            versions.Load();
            var keeper = new BlockKeeper(blocks, RunColumnFamily.Metric, (first, last) => MetricShredder.Shred(series, first, last));
            for (var round = 0; round < 40; round++)
            {
                var index = Index(series, versions, blocks);
                var plain = Index(series, null, null);
                for (var i = random.Next(6); i > 0; i--)
                    await ChangeAsync(series, random, index);
                if (round % 4 == 1)
                    await series.FoldAsync(cancellation);
                versions.Settle();
                if (round % 3 == 0)
                {
                    var version = versions.Snapshot();
                    await keeper.PassAsync(index.Table(), run => version[run.Id], cancellation);
                    await index.KeepListingsAsync(index.Table(), index.Table(), cancellation);
                }

                var known = versions.Snapshot();
                fromBlocks += Enumerable.Range(1, Runs)
                    .Count(run => known[run] > 1 && blocks.Head(RunColumnFamily.Metric, 0)?.Hashes[run] == known[run]);
                foreach (var key in Keys)
                {
                    foreach (var aggregate in Enum.GetValues<MetricAggregate>())
                        Assert.Equal(Shown(plain, RunColumn.Metric(key, aggregate)), Shown(index, RunColumn.Metric(key, aggregate)));
                }

                Assert.Equal(Listed(plain), Listed(index));
                for (var i = random.Next(3); i > 0; i--)
                    await ChangeAsync(series, random, index, plain);
                Assert.Equal(Shown(plain, RunColumn.Metric("loss")), Shown(index, RunColumn.Metric("loss")));
                Assert.Equal(Listed(plain), Listed(index));
            }

            if (start == 1)
                await series.FoldAsync(cancellation);
        }

        Assert.True(fromBlocks > 500, $"only {fromBlocks} values could come from blocks");
    }

    [Fact]
    public async Task A_block_rests_after_a_run_is_gone_for_good()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new BlockFolder();
        await using var series = SeriesStore.Open(folder.Entry("points.db"), new SeriesOptions { Background = false });
        await using var database = folder.Open();
        var blocks = new BlockFile(database);
        var versions = new MetricVersions(series);
        var index = Index(series, versions, blocks);
        foreach (var run in new[] { 1, 2 })
        {
            var builder = new SeriesBatchBuilder(run);
            builder.BeginRow(0, 1_700_000_000_000);
            builder.Add("loss", run);
            builder.EndRow();
            using var batch = builder.Build();
            await series.AppendAsync(batch, cancellation);
            index.MarkMetricsChanged(run);
        }

        await series.FoldAsync(cancellation);
        versions.Load();
        var keeper = new BlockKeeper(blocks, RunColumnFamily.Metric, (first, last) => MetricShredder.Shred(series, first, last));
        Assert.Equal(1, await MadeAsync());
        await series.DeleteRunAsync(1, cancellation);
        index.MarkMetricsChanged(1);
        index.Remove(1);
        Assert.Equal(1, await MadeAsync());
        Assert.Equal(0, await MadeAsync());
        Assert.Equal(0UL, blocks.Head(RunColumnFamily.Metric, 0)!.Hashes[1]);
        Assert.NotEqual(0UL, blocks.Head(RunColumnFamily.Metric, 0)!.Hashes[2]);

        async Task<int> MadeAsync()
        {
            var made = 0;
            for (var pass = 0; pass < 3; pass++)
            {
                versions.Settle();
                var version = versions.Snapshot();
                made += await keeper.PassAsync(index.Table(), run => version[run.Id], cancellation);
            }

            return made;
        }
    }

    private static RunIndex Index(SeriesStore series, MetricVersions? versions, BlockFile? blocks)
    {
        var index = new RunIndex(
            new MetricSource(
                (key, visit) => series.ScanSummaries(key, summary => visit(Of(summary))),
                (run, key) => series.Summary(run, key) is { } summary ? Of(summary) : null,
                run => [.. series.Summaries(run).Select(Of)]) { Versions = versions },
            new RunDocuments(), blocks, long.MaxValue, 1 << 20, failure => Assert.Fail(failure.ToString()));
        index.Load(Enumerable.Range(1, Runs).Select(id => TestRun.With(id)));
        return index;
    }

    private static async Task ChangeAsync(SeriesStore series, Random random, params RunIndex[] indexes)
    {
        var run = 1 + random.Next(Runs - 5);
        switch (random.Next(8))
        {
            case 0:
                await series.TruncateAsync(run, random.Next(100), TestContext.Current.CancellationToken);
                break;
            case 1:
                await series.DeleteRunAsync(run, TestContext.Current.CancellationToken);
                break;
            default:
                var builder = new SeriesBatchBuilder(run);
                builder.BeginRow(random.Next(100), 1_700_000_000_000);
                foreach (var key in Keys.Where(_ => random.Next(2) == 0))
                    builder.Add(key, random.Next(10) == 0 ? double.NaN : random.Next(1000));
                builder.EndRow();
                using (var batch = builder.Build())
                    await series.AppendAsync(batch, TestContext.Current.CancellationToken);
                break;
        }

        foreach (var index in indexes)
            index.MarkMetricsChanged(run);
    }

    private static MetricSummary Of(SeriesSummary summary) => new(
        summary.Run, summary.Key, summary.Count, summary.First, summary.Last, summary.Min, summary.Max, summary.Mean);

    private static IEnumerable<string> Shown(RunIndex index, RunColumn column) => index
        .Query(new RunQuery { Sort = [new(column, true)], Columns = [RunColumn.Attribute("id"), column], Limit = 100 })!
        .Rows.Select(row => $"{row.Values[0]} {row.Values[1]}");

    private static IEnumerable<string> Listed(RunIndex index) => index.Columns(null)
        .Where(info => info.Column.Family == RunColumnFamily.Metric).Select(info => $"{info.Column} {info.Runs}");
}
