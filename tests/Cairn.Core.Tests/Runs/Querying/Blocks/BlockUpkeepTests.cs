using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Storage;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class BlockUpkeepTests
{
    [Fact]
    public async Task Goes_on_with_a_file_that_is_opened_again_after_one_failed()
    {
        using var folder = new BlockFolder();
        await using var catalog = SqliteDatabase.Open(
            folder.Entry("meta.db"), [ProjectStore.Schema, RunStore.Schema, RunStore.StopSchema, RunStore.BlockSchema]);
        await using var series = SeriesStore.Open(folder.Entry("points.db"), new SeriesOptions { Background = false });
        var project = (await new ProjectStore(catalog, TimeProvider.System)
            .OpenAsync(TemporaryStore.Caller, "test", "runs", cancellationToken: TestContext.Current.CancellationToken)).Value.Project;
        await new RunStore(catalog, TimeProvider.System)
            .StartAsync(TemporaryStore.Caller, project, new RunStart(), TestContext.Current.CancellationToken);
        await using var broken = folder.Open();
        await broken.WriteAsync(db => db.Execute("DROP TABLE record"), TestContext.Current.CancellationToken);
        await using var sound = SqliteDatabase.Open(folder.Entry("again.db"), BlockFile.Schemas);
        var blocks = new BlockFile(broken);
        var versions = new MetricVersions(series);
        var index = new RunIndex(
            MetricSource.None, new RunDocuments((family, ids) => RecordScan.Documents(catalog, family, ids)), blocks, 0, 1 << 20,
            failure => Assert.Fail(failure.ToString()));
        await index.LoadAsync(new RecordPages(catalog, null, _ => { }).Read(), TestContext.Current.CancellationToken);
        var upkeep = new BlockUpkeep(
            index, blocks, catalog, series, versions, new DiskSpace(folder.Entry(""), 0, TimeProvider.System));
        using var end = new CancellationTokenSource();
        var written = new TaskCompletionSource();
        Exception? told = null;
        var reopened = 0;
        var running = upkeep.RunAsync(
            new ShortTime(() =>
            {
                if (told is not null && blocks.RecordRevisions().Count == 1 && blocks.Head(RunColumnFamily.Config, 0) is not null)
                    written.TrySetResult();
            }),
            () =>
            {
                reopened++;
                blocks.Use(sound);
                return Task.CompletedTask;
            },
            failure => told = failure,
            end.Token);
        await written.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.IsType<SqliteException>(told);
        Assert.Equal(1, reopened);
    }

    /// <summary>A clock whose pauses are over at once; it tells of each.</summary>
    private sealed class ShortTime(Action paused) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            try
            {
                paused();
            }
            catch (SqliteException)
            {
                // Before the file is opened again.
            }

            return base.CreateTimer(callback, state, dueTime > TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
        }
    }
}
