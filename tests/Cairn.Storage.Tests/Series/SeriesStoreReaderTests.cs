using Cairn.Storage.Series;

namespace Cairn.Storage.Tests.Series;

/// <summary>Readers beside a writer and a busy folder see each point exactly once at every moment.</summary>
public class SeriesStoreReaderTests
{
    [Fact]
    public async Task Readers_see_every_point_once_while_folding_runs()
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { FoldRows = 100, FoldIdle = TimeSpan.Zero, CacheBytes = 1 << 18 };
        await using var store = SeriesStore.Open(folder.Database, options);
        var ct = TestContext.Current.CancellationToken;
        long answered = 0;
        var writing = true;
        var reads = 0;
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            while (Volatile.Read(ref writing))
            {
                Read(store, reader % 2 == 0 ? "even" : "all", reader % 2 == 0 ? 2 : 1, Interlocked.Read(ref answered));
                Interlocked.Increment(ref reads);
            }
        }, ct)).ToArray();
        var folder2 = Task.Run(async () =>
        {
            while (Volatile.Read(ref writing))
                await store.FoldAsync(ct);
        }, ct);
        var builder = new SeriesBatchBuilder(7);
        for (var batch = 0; batch < 300; batch++)
        {
            builder.Reset(7);
            for (var i = 0; i < 50; i++)
            {
                var step = (batch * 50) + i;
                builder.BeginRow(step, step * 10L);
                builder.Add("all", step);
                if (step % 2 == 0)
                    builder.Add("even", step);
                builder.EndRow();
            }

            await store.AppendAsync(builder.Build(), ct);
            Interlocked.Add(ref answered, 50);
        }

        Volatile.Write(ref writing, false);
        await Task.WhenAll([.. readers, folder2]);
        Assert.True(reads > 20, $"only {reads} reads");
        Read(store, "all", 1, answered);
        Read(store, "even", 2, answered);
    }

    [Fact]
    public async Task A_series_of_many_row_groups_is_whole_however_many_read_it()
    {
        const int folds = 300, rows = 120; // so many row groups are numbered that several readers share them
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { Background = false };
        var ct = TestContext.Current.CancellationToken;
        await using (var store = SeriesStore.Open(folder.Database, options))
        {
            for (var fold = 0; fold < folds; fold++)
            {
                await store.AppendAsync(SeriesStoreFailureTests.Rows(7, fold * rows, rows, "all"), ct);
                await store.FoldAsync(ct);
            }
        }

        await using var opened = SeriesStore.Open(folder.Database, options);
        var buckets = opened.ReadBuckets(7, "all", SeriesAxis.Step, 0, (folds * rows) - 1, 100);
        Assert.Equal(100, buckets.Length);
        Assert.All(buckets.Count, count => Assert.Equal(folds * rows / 100, count));
        for (var i = 0; i < buckets.Length; i++)
            Assert.Equal(Math.Sin(buckets.X[i]), buckets.Last[i]);
        var points = opened.ReadPoints(7, "all");
        Assert.Equal(Enumerable.Range(0, folds * rows).Select(step => (long)step), points.Steps.Take(points.Count));
    }

    private static void Read(SeriesStore store, string key, int stride, long answered)
    {
        var points = store.ReadPoints(7, key);
        Assert.True(points.Count * (long)stride >= answered);
        for (var i = 0; i < points.Count; i++)
            Assert.Equal(i * (long)stride, points.Steps[i]);
        var buckets = store.ReadBuckets(7, key, SeriesAxis.Step, 0, 49_999, 70);
        var count = buckets.Count.Sum();
        Assert.True(count >= points.Count, $"{count} in buckets after {points.Count} points");
        if (count > 0)
            Assert.Equal((count - 1) * stride, buckets.Last[^1]);
        Assert.True(store.Summary(7, key) is null || store.Summary(7, key)!.Count >= count);
    }
}
