using Cairn.Core.Access;
using Cairn.Core.Consoles;
using Cairn.Core.Events;
using Cairn.Core.Metrics;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Streams;
using Cairn.Storage;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;

namespace Cairn.Core.Logging;

/// <summary>The one way by which points, records, console lines and document merges reach a run.</summary>
public sealed class RunLog(
    RunStore runs, RunIndex index, ProjectKeys keys, SeriesStore series, SqliteDatabase logs, EventHub events,
    DiskSpace space)
{
    /// <summary>
    /// Logs a batch and completes once all of it is on disk. When it fails part-way, sending the whole batch again is
    /// safe. Logging counts as a heartbeat.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The disk is full or failed; nothing was kept.</exception>
    public async Task<Outcome<LogReceipt>> AppendAsync(
        Caller caller, long run, LogBatch batch, CancellationToken cancellationToken = default)
    {
        var alive = await runs.HeartbeatAsync(caller, run, cancellationToken).ConfigureAwait(false);
        if (!alive.Try(out var owner, out var refusal))
            return refusal;
        if (space.Refusal() is { } full)
            throw full;
        if (batch.Points is { Points: > 0 } wanted && !series.Fits(wanted))
            return TooWide(new SeriesTooWideException(run, series.MostKeys));
        if (await MergeAsync(caller, run, batch, cancellationToken).ConfigureAwait(false) is { } rejected)
            return rejected;

        var points = batch.Points is { Points: > 0 } some
            ? series.AppendAsync(some, cancellationToken)
            : Task.CompletedTask;
        var rows = batch.Records.Count + batch.Console.Count + batch.Streams.Count > 0
            ? logs.WriteAsync(
                db =>
                {
                    RecordStore.Write(db, run, batch.Records);
                    ConsoleStore.Write(db, run, batch.Console);
                    StreamStore.Write(db, run, batch.Streams);
                },
                cancellationToken)
            : Task.CompletedTask;
        try
        {
            await Task.WhenAll(points, rows).ConfigureAwait(false);
        }
        catch (SeriesTooWideException wide)
        {
            return TooWide(wide);
        }


        var receipt = new LogReceipt(
            batch.Points?.Points ?? 0, batch.Records.Count, batch.Console.Count, owner.StopRequestedAt is not null);
        if (receipt is not (0, 0, 0, _))
        {
            index.MarkMetricsChanged(run);
            keys.Note(owner.ProjectId, run);
            events.Note(
                owner.ProjectId,
                run,
                receipt.Points,
                batch.LastStep,
                batch.Records.Select(record => record.Key),
                batch.Console.Count == 0 ? -1 : batch.Console.Max(line => line.Line) + 1);
        }

        return receipt;
    }

    /// <summary>Rewinds a run: drops the points and records after <paramref name="step"/>, durably.</summary>
    public async Task<Outcome<Run>> RewindAsync(
        Caller caller, long run, long step, CancellationToken cancellationToken = default)
    {
        if (runs.Find(caller, run) is not { DeletedAt: null } owner)
            return Refusal.NotFound($"There is no run with id {run}.");
        if (step < long.MaxValue)
            await series.TruncateAsync(run, step + 1, cancellationToken).ConfigureAwait(false);
        await logs.WriteAsync(db => RecordStore.Truncate(db, run, step), cancellationToken).ConfigureAwait(false);
        index.MarkMetricsChanged(run);
        keys.Note(owner.ProjectId, run);
        return owner;
    }

    private static Refusal TooWide(SeriesTooWideException wide) => Refusal.Invalid(
        "metrics", wide.Message, $"{wide.Most} keys in a run", "Log what is numbered as steps of one key, or as a table.");

    private async Task<Refusal?> MergeAsync(
        Caller caller, long run, LogBatch batch, CancellationToken cancellationToken)
    {
        if (batch is { Config: null, Summary: null, Environment: null })
            return null;
        var change = new RunChange
        {
            Config = batch.Config,
            Summary = batch.Summary,
            Environment = batch.Environment,
        };
        return (await runs.UpdateAsync(caller, run, change, cancellationToken).ConfigureAwait(false)).Refusal;
    }
}
