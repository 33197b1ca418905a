using Cairn.Storage.Series;

namespace Cairn.Storage.Tests.Series;

/// <summary>Random histories against the plain model.</summary>
public class SeriesStoreModelTests
{
    private static readonly string[] Names = ["loss", "val/loss", "acc", "größe", "system/gpu.0"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public Task A_random_history_reads_as_the_model_does(int seed) => Run(seed, operations: 60, rows: 40);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public Task A_history_of_large_batches_reads_as_the_model_does(int seed) => Run(seed, operations: 14, rows: 6000);

    private static async Task Run(int seed, int operations, int rows)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var model = new SeriesModel();
        var options = new SeriesOptions { Background = seed % 2 == 0, FoldRows = 64, FoldIdle = TimeSpan.FromMilliseconds(1) };
        var store = SeriesStore.Open(folder.Database, options);
        var builder = new SeriesBatchBuilder(0);
        var sent = new List<SeriesBatch>();
        try
        {
            for (var operation = 0; operation < operations; operation++)
            {
                var run = random.Next(3);
                switch (random.Next(20))
                {
                    case 0:
                        await store.DisposeAsync();
                        store = SeriesStore.Open(folder.Database, options);
                        break;
                    case 1 or 2 or 3:
                        await store.FoldAsync(TestContext.Current.CancellationToken);
                        break;
                    case 4:
                        var step = Step(random, rows);
                        await store.TruncateAsync(run, step, TestContext.Current.CancellationToken);
                        model.Truncate(run, step);
                        sent.Clear();
                        break;
                    case 5 when random.Next(3) == 0:
                        await store.DeleteRunAsync(run, TestContext.Current.CancellationToken);
                        model.Delete(run);
                        sent.Clear();
                        break;
                    case 6 or 7 when sent.Count > 0:
                        await store.AppendAsync(sent[random.Next(sent.Count)], TestContext.Current.CancellationToken);
                        break;
                    default:
                        var batch = Batch(random, builder, model, run, rows);
                        sent.Add(batch);
                        await store.AppendAsync(batch, TestContext.Current.CancellationToken);
                        break;
                }

                if (operation % 5 == 4 || operation == operations - 1)
                    Check(random, store, model, rows);
            }
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static SeriesBatch Batch(Random random, SeriesBatchBuilder builder, SeriesModel model, long run, int rows)
    {
        builder.Reset(run);
        var count = random.Next(1, rows + 1);
        var keys = Names.Where(_ => random.Next(2) == 0).DefaultIfEmpty("loss").ToArray();
        var start = Step(random, rows);
        var style = random.Next(5);
        for (var row = 0; row < count; row++)
        {
            var step = style switch { 0 => Step(random, rows), 1 => start - row, _ => unchecked(start + row) };
            var time = style == 2 ? 1_700_000_000_000 + random.Next(50) : 1_700_000_000_000 + (step * 100) + (style == 3 ? random.Next(30) : 0);
            if (random.Next(50) == 0)
                keys = Names.Where(_ => random.Next(2) == 0).DefaultIfEmpty("acc").ToArray();
            if (random.Next(10) == 0)
                random.Shuffle(keys);
            builder.BeginRow(step, time);
            foreach (var key in keys)
            {
                var value = Value(random);
                builder.Add(key, value);
                model.Add(run, key, step, time, value);
                if (random.Next(100) == 0)
                {
                    builder.Add(key, value + 1);
                    model.Add(run, key, step, time, value + 1);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    private static long Step(Random random, int rows) => random.Next(40) switch
    {
        0 => long.MaxValue - random.Next(3),
        1 => long.MinValue + random.Next(3),
        _ => random.Next(-rows, rows * 4),
    };

    private static double Value(Random random) => random.Next(12) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        4 => 0.0,
        5 => random.Next(5),
        6 => random.Next(1000) / 1000.0,
        7 => random.NextSingle(),
        8 => double.Epsilon * random.Next(3),
        9 => -random.NextDouble() * 1e100,
        _ => random.NextDouble(),
    };

    private static void Check(Random random, SeriesStore store, SeriesModel model, int rows)
    {
        for (long run = 0; run < 3; run++)
        {
            var keys = model.All.Where(name => name.Run == run).Select(name => name.Key).Order(StringComparer.Ordinal);
            Assert.Equal(keys, store.Keys(run));
            Assert.Equal(store.Keys(run), store.Summaries(run).Select(summary => summary.Key));
            foreach (var key in Names)
                Check(random, store, model, run, key, rows);
        }

        foreach (var key in Names)
        {
            var seen = new List<SeriesSummary>();
            store.ScanSummaries(key, seen.Add);
            var expected = model.All.Where(name => name.Key == key).Select(name => name.Run).Order();
            Assert.Equal(expected, seen.Select(summary => summary.Run).Order());
            foreach (var summary in seen)
                SeriesAssert.Same(model.Summary(summary.Run, key), summary);
        }
    }

    private static void Check(Random random, SeriesStore store, SeriesModel model, long run, string key, int rows)
    {
        var points = model.Points(run, key);
        SeriesAssert.Same(points, store.ReadPoints(run, key));
        SeriesAssert.Same(model.Summary(run, key), store.Summary(run, key));
        var (from, to) = (Step(random, rows), Step(random, rows));
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        var range = points.Where(point => point.Step >= from && point.Step <= to).ToArray();
        SeriesAssert.Same(range, store.ReadPoints(run, key, from, to));
        if (range.Length > 0)
        {
            var after = range[random.Next(range.Length)];
            var rest = range.SkipWhile(point => point <= after).ToArray();
            var limit = random.Next(1, 20);
            var page = store.ReadPoints(run, key, from, to, limit, after);
            SeriesAssert.Same(rest.Take(limit).ToArray(), page);
            Assert.Equal(rest.Length > limit, page.More);
        }

        var buckets = random.Next(1, 300);
        SeriesAssert.Same(
            model.Buckets(run, key, SeriesAxis.Step, from, to, buckets),
            store.ReadBuckets(run, key, SeriesAxis.Step, from, to, buckets));
        SeriesAssert.Same(
            model.Buckets(run, key, SeriesAxis.Step, long.MinValue, long.MaxValue, buckets),
            store.ReadBuckets(run, key, SeriesAxis.Step, long.MinValue, long.MaxValue, buckets));
        var (first, last) = (1_700_000_000_000 + (100 * Math.Clamp(from, -rows, rows * 4)), 1_700_000_000_000 + (400 * rows));
        SeriesAssert.Same(
            model.Buckets(run, key, SeriesAxis.Time, first, last, buckets),
            store.ReadBuckets(run, key, SeriesAxis.Time, first, last, buckets));
        SeriesAssert.Same(
            model.Buckets(run, key, SeriesAxis.Time, long.MinValue, long.MaxValue, buckets),
            store.ReadBuckets(run, key, SeriesAxis.Time, long.MinValue, long.MaxValue, buckets));
    }
}
