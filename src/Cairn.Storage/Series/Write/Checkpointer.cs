using System.Diagnostics;
using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Cairn.Storage.Series.Write;

/// <summary>
/// Copies the log into the database once it is long enough: most of it on another thread while the writer goes on, the
/// rest by the writer between two transactions, whereupon the log starts again from its beginning.
/// </summary>
internal sealed class Checkpointer(string path, long threshold, WriteHealth health, ILogger logger) : IDisposable
{
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE
    private const int Idle = 0;
    private const int Copying = 1;
    private const int Copied = 2;
    private const int MostPasses = 8;
    private static readonly TimeSpan ShortPass = TimeSpan.FromMilliseconds(10);

    private int _state;
    private long _base;
    private long _log;
    private Task _copy = Task.CompletedTask;

    /// <summary>Bytes written to the log since it last started again, about.</summary>
    public long LogBytes => Interlocked.Read(ref _log);

    /// <summary>Called by the writer outside of transactions; <paramref name="idle"/> when nobody waits for it.</summary>
    public void AfterCommit(Database database, bool idle)
    {
        raw.sqlite3_db_status(database.Handle, PagesWritten, out var pages, out _, 0);
        var written = (uint)pages * (long)Schema.PageSize;
        if (written < _base)
            _base = 0;
        Interlocked.Exchange(ref _log, written - _base);
        if (health.Failed)
            return;
        var state = Volatile.Read(ref _state);
        if (state == Idle && written - _base > threshold)
        {
            _state = Copying;
            _copy = Task.Factory.StartNew(
                Copy, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        else if (state == Copied && (idle || written - _base > 4 * threshold))
        {
            Finish(database, written);
        }
    }

    public void Dispose() => _copy.Wait();

    private void Copy()
    {
        try
        {
            using var database = Database.Open(path, create: false);
            database.Execute("PRAGMA synchronous = FULL");

            // What is written during a pass is left for the next; the last leaves little for the writer to wait for.
            for (var pass = 0; pass < MostPasses; pass++)
            {
                var begun = Stopwatch.GetTimestamp();
                database.Checkpoint(truncate: false, out _);
                if (Stopwatch.GetElapsedTime(begun) < ShortPass)
                    break;
            }
        }
        catch (SqlException error)
        {
            Report(error);
        }
        finally
        {
            Volatile.Write(ref _state, Copied);
        }
    }

    private void Finish(Database database, long written)
    {
        _state = Idle;
        try
        {
            // A log grown far beyond its measure is worth waiting for the readers that hold it.
            var restart = written - _base > 8 * threshold;
            if (database.Checkpoint(restart, out _))
            {
                _base = written;
                return;
            }

            logger.LogDebug("Readers hold the log of {Path} at {Bytes} bytes", path, written - _base);
            _base += Math.Min(threshold / 2, written - _base);
        }
        catch (SqlException error)
        {
            Report(error);
        }
    }

    private void Report(SqlException error)
    {
        if (error.DiskFull || error.Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            logger.LogWarning(error, "The log of {Path} could not be copied now", path);
        else
            health.Report(error);
    }
}
