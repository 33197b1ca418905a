using Cairn.Storage.Series;
using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Tests.Series;

/// <summary>Damage, full disks, full queues and files of the future.</summary>
public class SeriesStoreFailureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_chunk_is_named_and_the_rest_stays_readable()
    {
        using var folder = new TemporaryFolder();
        await using (var store = SeriesStore.Open(folder.Database))
        {
            await store.AppendAsync(Rows(3, 0, 5000, "broken", "whole"), Ct);
            await store.FoldAsync(Ct);
        }

        using (var database = Database.Open(folder.Database, create: false))
        {
            using var find = database.Prepare(
                "SELECT c.id, c.data FROM chunk c JOIN series s ON s.id = c.id >> 24 JOIN key k ON k.id = s.key "
                + "WHERE k.key = CAST('broken' AS BLOB) ORDER BY c.id LIMIT 1");
            Assert.True(find.Step());
            var (id, data) = (find.Long(0), find.Blob(1).ToArray());
            find.Reset();
            data[data.Length / 2] ^= 0x10;
            using var spoil = database.Prepare("UPDATE chunk SET data = ?2 WHERE id = ?1");
            spoil.Bind(1, id).Bind(2, data).Run();
        }

        var log = new ListLogger();
        await using var opened = SeriesStore.Open(folder.Database, logger: log);
        Assert.Empty(opened.Damage(3));
        var read = opened.ReadPoints(3, "broken");
        Assert.True(read.Damaged);
        Assert.Equal(Enumerable.Range(4096, 904).Select(step => (long)step), read.Steps);
        Assert.False(opened.ReadPoints(3, "broken", 4096).Damaged);
        var chart = opened.ReadBuckets(3, "broken", SeriesAxis.Step, 0, 4999, 1000);
        Assert.Equal(904, chart.Points);

        // The summaries of 256 points each are whole: what is drawn by them alone still stands.
        Assert.Equal(5000, opened.ReadBuckets(3, "broken", SeriesAxis.Step, 0, 8191, 2).Points);
        var damage = Assert.Single(opened.Damage(3));
        Assert.Equal(("broken", 0L, 4095L, 4096L), (damage.Key, damage.FirstStep, damage.LastStep, damage.Points));
        Assert.Contains("chunk", damage.Detail);
        Assert.Single(log.Lines, line => line.Contains("series 'broken', steps 0 to 4095 cannot be read"));
        Assert.Empty(opened.Damage(4));

        Assert.Equal(5000, opened.ReadPoints(3, "whole").Count);
        Assert.Equal(5000, opened.Summary(3, "broken")!.Count);
        await opened.AppendAsync(Rows(3, 5000, 10, "broken", "whole"), Ct);
        await opened.FoldAsync(Ct);
        Assert.Equal(5010, opened.ReadPoints(3, "whole").Count);
        Assert.Equal(10, opened.ReadPoints(3, "broken", 5000).Count);
    }

    [Fact]
    public async Task A_failed_flush_ends_writing_until_the_store_is_opened_again()
    {
        using var folder = new TemporaryFolder();
        var fails = false;
        var commits = 0;
        var options = new SeriesOptions
        {
            Background = false,
            Committing = () =>
            {
                commits++;
                if (fails)
                    throw new SqlException(10, 1034, "disk I/O error"); // SQLITE_IOERR_FSYNC
            },
        };
        await using (var store = SeriesStore.Open(folder.Database, options))
        {
            await store.AppendAsync(Rows(1, 0, 10, "loss"), Ct);
            fails = true;
            var failed = await Assert.ThrowsAsync<SeriesUnavailableException>(() => store.AppendAsync(Rows(1, 10, 10, "loss"), Ct));
            Assert.False(failed.DiskFull);
            Assert.Contains("started again", failed.Message);

            // The disk is well again, but nobody may believe it: nothing is tried.
            fails = false;
            var before = commits;
            await Assert.ThrowsAsync<SeriesUnavailableException>(() => store.AppendAsync(Rows(1, 20, 10, "loss"), Ct));
            await Assert.ThrowsAsync<SeriesUnavailableException>(() => store.DeleteRunAsync(1, Ct));
            Assert.Equal(before, commits);
            Assert.False(store.Stats.Writable);
            Assert.Equal(10, store.ReadPoints(1, "loss").Count);
        }

        await using var again = SeriesStore.Open(folder.Database, options);
        Assert.Equal(10, again.ReadPoints(1, "loss").Count);
        await again.AppendAsync(Rows(1, 10, 10, "loss"), Ct);
        Assert.Equal(20, again.ReadPoints(1, "loss").Count);
    }

    [Fact]
    public async Task A_run_takes_only_so_many_keys()
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { MostKeys = 3, Background = false };
        await using (var store = SeriesStore.Open(folder.Database, options))
        {
            await store.AppendAsync(Rows(1, 0, 2, "a", "b"), Ct);
            await store.AppendAsync(Rows(1, 2, 2, "a", "b"), Ct);
            var refused = await Assert.ThrowsAsync<SeriesTooWideException>(() => store.AppendAsync(Rows(1, 4, 2, "b", "c", "d"), Ct));
            Assert.Equal(3, refused.Most);
            Assert.Equal(["a", "b"], store.Keys(1));
            await store.AppendAsync(Rows(1, 4, 2, "b", "c"), Ct);
            await store.AppendAsync(Rows(2, 0, 2, "x", "y", "z"), Ct);
            await store.FoldAsync(Ct);
        }

        await using var opened = SeriesStore.Open(folder.Database, options);
        await Assert.ThrowsAsync<SeriesTooWideException>(() => opened.AppendAsync(Rows(1, 6, 2, "d"), Ct));
        await opened.AppendAsync(Rows(1, 6, 2, "a", "b", "c"), Ct);
        Assert.Equal(8, opened.ReadPoints(1, "b").Count);
    }

    [Fact]
    public async Task A_damaged_staged_batch_is_named_and_the_others_survive()
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { Background = false };
        await using (var store = SeriesStore.Open(folder.Database, options))
        {
            for (var i = 0; i < 3; i++)
                await store.AppendAsync(Rows(1, i * 10, 10, "loss"), Ct);
        }

        using (var database = Database.Open(folder.Database, create: false))
        {
            using var find = database.Prepare("SELECT payload FROM stage WHERE seq = 2");
            Assert.True(find.Step());
            var payload = find.Blob(0).ToArray();
            find.Reset();
            payload[^3] ^= 1;
            using var spoil = database.Prepare("UPDATE stage SET payload = ?1 WHERE seq = 2");
            spoil.Bind(1, payload).Run();
        }

        var log = new ListLogger();
        await using var opened = SeriesStore.Open(folder.Database, options, logger: log);
        Assert.Contains(log.Lines, line => line.Contains("Staged batch 2 of run 1"));
        Assert.Equal([.. Enumerable.Range(0, 10).Concat(Enumerable.Range(20, 10)).Select(i => (long)i)],
            opened.ReadPoints(1, "loss").Steps);
        await opened.AppendAsync(Rows(1, 10, 10, "loss"), Ct);
        await opened.FoldAsync(Ct);
        Assert.Equal(30, opened.ReadPoints(1, "loss").Count);
    }

    [Fact]
    public async Task A_full_disk_refuses_before_it_answers_and_recovers()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database, new SeriesOptions { MaxPages = 100, Background = false });
        var answered = 0;
        SeriesUnavailableException? refused = null;
        for (var i = 0; i < 200 && refused is null; i++)
        {
            try
            {
                await store.AppendAsync(Rows(i, 0, 1000, "loss", "acc"), Ct);
                answered++;
            }
            catch (SeriesUnavailableException full)
            {
                refused = full;
            }
        }

        Assert.NotNull(refused);
        Assert.True(refused.DiskFull);
        Assert.False(store.Stats.Writable);
        Assert.True(answered > 5);
        Assert.Empty(store.Keys(answered));
        for (var run = 0; run < answered; run++)
            Assert.Equal(1000, store.ReadPoints(run, "acc").Count);

        // Dropping runs gives pages back; the store notices by itself.
        for (var run = 0; run < answered / 2; run++)
            await store.DeleteRunAsync(run, Ct);
        await Task.Delay(300, Ct);
        await store.AppendAsync(Rows(1000, 0, 1000, "loss", "acc"), Ct);
        Assert.True(store.Stats.Writable);
        Assert.Equal(1000, store.ReadPoints(1000, "loss").Count);
        Assert.Empty(store.ReadPoints(0, "loss").Steps);
    }

    [Fact]
    public async Task A_disk_below_its_reserve_refuses_writes()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database, new SeriesOptions { ReserveBytes = long.MaxValue });
        var refused = await Assert.ThrowsAsync<SeriesUnavailableException>(
            () => store.AppendAsync(Rows(1, 0, 10, "loss"), Ct));
        Assert.True(refused.DiskFull);
        Assert.Empty(store.Keys(1));
    }

    [Fact]
    public async Task A_full_queue_refuses_instead_of_waiting_for_ever()
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions { QueueBatches = 2, QueueWait = TimeSpan.FromMilliseconds(1) };
        await using var store = SeriesStore.Open(folder.Database, options);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                await store.AppendAsync(Rows(1, i * 100, 100, "loss"));
                return 100;
            }
            catch (SeriesBusyException)
            {
                return 0;
            }
        })));
        Assert.Contains(0, results);
        Assert.Contains(100, results);
        Assert.Equal(results.Sum(), store.ReadPoints(1, "loss").Count);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using (SeriesStore.Open(folder.Database))
        {
        }

        using (var database = Database.Open(folder.Database, create: false))
            database.Execute("PRAGMA user_version = 999");
        var refused = Assert.Throws<SeriesVersionException>(() => SeriesStore.Open(folder.Database));
        Assert.Contains("999", refused.Message);
    }

    internal static SeriesBatch Rows(long run, int firstStep, int rows, params string[] keys)
    {
        var builder = new SeriesBatchBuilder(run);
        for (var i = 0; i < rows; i++)
        {
            builder.BeginRow(firstStep + i, 1_700_000_000_000 + (100L * (firstStep + i)));
            foreach (var key in keys)
                builder.Add(key, Math.Sin(firstStep + i));
            builder.EndRow();
        }

        return builder.Build();
    }

    internal sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add(formatter(state, exception));
        }
    }
}
