using Cairn.Storage.Series;
using Cairn.Storage.Series.Soundness;

namespace Cairn.Storage.Tests.Series;

public class SeriesStoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_batch_changes_nothing_even_folded_and_reopened()
    {
        using var folder = new TemporaryFolder();
        var batch = SeriesStoreFailureTests.Rows(1, 0, 5000, "acc", "loss");
        var options = new SeriesOptions { Background = false };
        for (var opening = 0; opening < 3; opening++)
        {
            await using var store = SeriesStore.Open(folder.Database, options);
            for (var repeat = 0; repeat < 2; repeat++)
            {
                await store.AppendAsync(batch, Ct);
                Assert.Equal(5000, store.Summary(1, "loss")!.Count);
                Assert.Equal(5000, store.ReadPoints(1, "acc").Count);
                await store.FoldAsync(Ct);
                Assert.Equal(10_000, store.Stats.Points);
                Assert.Equal(0, store.Stats.StagedBatches);
                Assert.Equal(4, store.Stats.Chunks);
            }
        }
    }

    [Fact]
    public async Task Small_folds_leave_few_chunks()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database, new SeriesOptions { Background = false });
        for (var i = 0; i < 200; i++)
        {
            await store.AppendAsync(SeriesStoreFailureTests.Rows(1, i * 30, 30, "acc", "loss"), Ct);
            await store.FoldAsync(Ct);
        }

        Assert.Equal(12_000, store.Stats.Points);
        Assert.InRange(store.Stats.Chunks, 4, 14);
        Assert.Equal(6000, store.ReadPoints(1, "loss").Count);
    }

    [Fact]
    public async Task Keys_logged_in_ever_new_combinations_leave_few_chunks()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database, new SeriesOptions { Background = false });
        var random = new Random(1);
        var model = new SeriesModel();
        for (var batch = 0; batch < 10; batch++)
        {
            var builder = new SeriesBatchBuilder(1);
            for (var row = 0; row < 200; row++)
            {
                var step = (batch * 200) + row;
                builder.BeginRow(step, step);
                for (var key = 0; key < 12; key++)
                {
                    if (random.Next(2) == 0)
                        continue;
                    builder.Add($"k{key}", step);
                    model.Add(1, $"k{key}", step, step, step);
                }

                builder.EndRow();
            }

            await store.AppendAsync(builder.Build(), Ct);
            await store.FoldAsync(Ct);
        }

        Assert.InRange(store.Stats.Chunks, 12, 12 * 8);
        for (var key = 0; key < 12; key++)
            SeriesAssert.Same(model.Points(1, $"k{key}"), store.ReadPoints(1, $"k{key}"));
    }

    [Fact]
    public async Task A_deleted_run_gives_its_space_back_and_can_begin_again()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database);
        await store.AppendAsync(SeriesStoreFailureTests.Rows(1, 0, 50_000, "acc", "loss"), Ct);
        await store.AppendAsync(SeriesStoreFailureTests.Rows(2, 0, 10, "loss"), Ct);
        await store.FoldAsync(Ct);
        await store.DeleteRunAsync(1, Ct);
        Assert.Empty(store.Keys(1));
        Assert.Null(store.Summary(1, "loss"));
        await store.AppendAsync(SeriesStoreFailureTests.Rows(1, 5, 3, "loss"), Ct);
        Assert.Equal([5L, 6L, 7L], store.ReadPoints(1, "loss").Steps);
        await store.FoldAsync(Ct);
        for (var wait = 0; wait < 100 && store.Stats.Chunks > 2; wait++)
            await Task.Delay(20, Ct);
        Assert.Equal(2, store.Stats.Chunks);
        Assert.Equal(13, store.Stats.Points);
    }

    [Fact]
    public async Task The_log_does_not_grow_without_end()
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { CheckpointBytes = 1 << 20, FoldRows = 500 };
        await using var store = SeriesStore.Open(folder.Database, options);
        for (var i = 0; i < 300; i++)
            await store.AppendAsync(SeriesStoreFailureTests.Rows(i % 5, i * 1000, 1000, "acc", "loss"), Ct);
        await store.FoldAsync(Ct);
        Assert.InRange(new FileInfo(folder.Database + "-wal").Length, 0, 16 << 20);
        Assert.Equal(60_000, store.Summary(3, "loss")!.Count);
    }

    [Fact]
    public async Task An_accumulator_fed_with_points_answers_as_the_store_does()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database);
        await store.AppendAsync(SeriesStoreFailureTests.Rows(1, 0, 1000, "loss"), Ct);
        var points = store.ReadPoints(1, "loss");
        var accumulator = new BucketAccumulator(0, 1000, 10);
        for (var i = 0; i < points.Count; i++)
            accumulator.Add(points.Steps[i], points.Values[i]);
        accumulator.Add(double.NaN, 1);
        accumulator.Add(-1, 1);
        SeriesAssert.Same(store.ReadBuckets(1, "loss", SeriesAxis.Step, 0, 999, 10), accumulator.Build());
    }

    [Fact]
    public async Task Chunks_of_a_wide_run_that_others_replace_are_swept_and_nothing_of_it_is_seen()
    {
        const int Keys = 150;
        using var folder = new TemporaryFolder();
        string[] keys = [.. Enumerable.Range(0, Keys).Select(i => $"k{i:000}")];
        await using (var store = SeriesStore.Open(folder.Database, new SeriesOptions { Background = false }))
        {
            for (var fold = 0; fold < 6; fold++)
            {
                await store.AppendAsync(SeriesStoreFailureTests.Rows(1, fold * 300, 300, keys), TestContext.Current.CancellationToken);
                await store.FoldAsync(TestContext.Current.CancellationToken);
                Assert.Equal((fold + 1) * 300, store.ReadPoints(1, keys[^1]).Count);
                Assert.Equal((fold + 1) * 300, store.ReadBuckets(1, keys[7], SeriesAxis.Step, 0, 9999, 10).Points);
            }

            Assert.Equal(Keys * 1800, store.Stats.Points);
            Assert.Empty(SeriesCheck.Run(folder.Database));
            for (var wait = 0; wait < 200 && store.Stats.Chunks > 4 * Keys; wait++)
                await store.AppendAsync(SeriesStoreFailureTests.Rows(2, wait, 1, "x"), TestContext.Current.CancellationToken);
            Assert.InRange(store.Stats.Chunks, Keys, 4 * Keys);
        }

        await using var opened = SeriesStore.Open(folder.Database, new SeriesOptions { Background = false });
        Assert.Empty(SeriesCheck.Run(folder.Database));
        foreach (var key in keys)
            Assert.Equal(Enumerable.Range(0, 1800).Select(step => (long)step), opened.ReadPoints(1, key).Steps);
    }
}
