using Cairn.Storage;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Keeps the columns on disk up to date in the background.</summary>
internal sealed class BlockUpkeep
{
    private const int PassesPerListing = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly RunIndex _index;
    private readonly MetricVersions _versions;
    private readonly DiskSpace _space;
    private readonly List<(RunColumnFamily Family, BlockKeeper Keeper)> _documents = [];
    private readonly BlockKeeper _metrics;
    private readonly RecordKeeper _records;

    public BlockUpkeep(RunIndex index, BlockFile file, SqliteDatabase catalog, SeriesStore series, MetricVersions versions, DiskSpace space)
    {
        _index = index;
        _space = space;
        _versions = versions;
        foreach (var family in RunRecord.Families)
        {
            _documents.Add((family, new BlockKeeper(file, family, (first, last) =>
                BlockShredder.Shred(family, RecordScan.Documents(catalog, family, first, last)))));
        }

        _records = new RecordKeeper(file, catalog);
        _metrics = new BlockKeeper(file, RunColumnFamily.Metric, (first, last) => MetricShredder.Shred(series, first, last));
    }

    /// <summary>
    /// Goes on until it is cancelled. After a failure of the disk it tells <paramref name="failed"/>, waits a minute and goes on with
    /// the file that <paramref name="reopen"/> has opened again: queries do without meanwhile, for what was written counts as long
    /// as the documents are the same.
    /// </summary>
    public async Task RunAsync(TimeProvider time, Func<Task> reopen, Action<Exception> failed, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SqliteException or StorageUnavailableException)
            {
                failed(exception);
            }

            await Task.Delay(PauseAfterFailure, time, cancellationToken).ConfigureAwait(false);
            await reopen().ConfigureAwait(false);
        }
    }

    private async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        RunTable? seen = null, listed = null;

        // Before somebody opens the list of columns and waits for it.
        _index.Columns([]);
        var isDone = false;
        for (var pass = 0; ; pass++)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            if (_space.IsLow)
                continue;
            var table = _index.Table();
            if (!_versions.Settle() && table == seen && isDone)
                continue;
            var made = await PassAsync(table, cancellationToken).ConfigureAwait(false);
            isDone = made == 0 && table == seen && _documents.All(one => one.Keeper.IsDone) && _metrics.IsDone && _records.IsDone;
            if (isDone || pass % PassesPerListing == PassesPerListing - 1)
                await _index.KeepListingsAsync(table, listed, cancellationToken).ConfigureAwait(false);
            (seen, listed) = (table, table);
        }
    }

    private async Task<int> PassAsync(RunTable table, CancellationToken cancellationToken)
    {
        var made = await _records.PassAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (family, keeper) in _documents)
            made += await keeper.PassAsync(table, run => run.Hash(family), cancellationToken).ConfigureAwait(false);
        var version = _versions.Snapshot();
        return made + await _metrics.PassAsync(table, run => version[run.Id], cancellationToken).ConfigureAwait(false);
    }
}
