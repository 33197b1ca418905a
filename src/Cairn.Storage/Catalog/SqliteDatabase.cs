using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Storage.Catalog;

/// <summary>
/// One SQLite file with a single writer and a pool of readers. Writes that wait at the same time share one durable
/// commit (<c>synchronous=FULL</c>); a write that answered is on disk.
/// </summary>
public sealed partial class SqliteDatabase : IAsyncDisposable
{
    private const int QueueLimit = 4096;
    private const int Full = 13;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int WritesPerCommit = 512;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly SqliteConnection _writer;
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(QueueLimit);
    private readonly Thread _thread;
    private readonly TimeSpan _patience;
    private volatile Exception? _failure;
    private bool _disposed;

    private SqliteDatabase(string path, SqliteConnection writer, TimeSpan patience, ILogger logger)
    {
        _path = path;
        _writer = writer;
        _patience = patience;
        _logger = logger;
        _thread = new Thread(DrainQueue) { IsBackground = true, Name = $"write {Path.GetFileName(path)}" };
        _thread.Start();
    }

    /// <summary>Called before each commit, for tests of what happens when the disk fails then.</summary>
    internal Action? Committing { get; set; }

    /// <summary>
    /// Opens or makes the file and brings its schema up to date in one transaction. A write waits at most
    /// <paramref name="patience"/> (else 5 seconds) for a place in a full queue.
    /// </summary>
    /// <exception cref="SchemaTooNewException">The file was written by a newer Cairn.</exception>
    /// <exception cref="DatabaseUnusableException">The file is damaged, no database, or of a schema that the migrations do not fit.</exception>
    public static SqliteDatabase Open(
        string path, IReadOnlyList<Migration> migrations, ILogger? logger = null, TimeSpan? patience = null)
    {
        logger ??= NullLogger.Instance;
        SqliteConnection? writer = null;
        try
        {
            writer = Connect(path);
            Execute(writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            Migrate(writer, path, migrations, logger);
            return new SqliteDatabase(path, writer, patience ?? TimeSpan.FromSeconds(5), logger);
        }
        catch (Exception exception)
        {
            writer?.Dispose();
            if (exception is SqliteException)
                throw new DatabaseUnusableException(path, exception);
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the writer and completes once its changes are on disk. An exception of the work
    /// undoes that work alone and comes back to its caller.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// The disk is full or failed, or the queue of writes stayed full; nothing was kept.
    /// </exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken = default)
    {
        if (Refusal() is { } refusal)
            throw refusal;
        var pending = new PendingWrite<T>(work);
        if (!_queue.Writer.TryWrite(pending))
            await WaitForPlaceAsync(pending, cancellationToken).ConfigureAwait(false);
        return await pending.Completion.Task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{SqliteConnection, T}, CancellationToken)"/>
    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellationToken = default) =>
        WriteAsync(
            connection =>
            {
                work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>Runs <paramref name="work"/> on a reader that sees one consistent state; many can run at once.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = Connect(_path);
            Execute(reader, "PRAGMA query_only=ON;");
        }

        try
        {
            Execute(reader, "BEGIN");
            try
            {
                return work(reader);
            }
            finally
            {
                Execute(reader, "COMMIT");
            }
        }
        finally
        {
            if (_disposed)
                reader.Dispose();
            else
                _readers.Add(reader);
        }
    }

    /// <summary>Finishes the writes that wait, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        _queue.Writer.TryComplete();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        while (_readers.TryTake(out var reader))
            await reader.DisposeAsync().ConfigureAwait(false);
        if (_failure is null)
            Execute(_writer, "PRAGMA wal_checkpoint(TRUNCATE);");
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WaitForPlaceAsync(PendingWrite pending, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_patience);
        try
        {
            await _queue.Writer.WriteAsync(pending, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException(
                $"More is waiting to be written to {Path.GetFileName(_path)} than the disk takes: nothing of this was kept. Send it again later.",
                diskFull: false);
        }
    }

    private StorageUnavailableException? Refusal() => _failure is { } failure
        ? new StorageUnavailableException(
            $"Writing to {_path} failed ({failure.Message}); nothing is written until the server is started again. Look at the disk first.",
            diskFull: false,
            failure)
        : null;

    private static SqliteConnection Connect(string path)
    {
        // Pooling of our own: the provider's pool resets connections and would lose the pragmas.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;");
        return connection;
    }

    private static void Migrate(
        SqliteConnection writer, string path, IReadOnlyList<Migration> migrations, ILogger logger)
    {
        var version = (long)Scalar(writer, "PRAGMA user_version")!;
        if (version > migrations.Count)
            throw new SchemaTooNewException(path, version, migrations.Count);
        if (version == migrations.Count)
            return;
        using var transaction = writer.BeginTransaction();
        for (var step = (int)version; step < migrations.Count; step++)
        {
            LogMigration(logger, Path.GetFileName(path), step + 1, migrations[step].Name);
            Execute(writer, migrations[step].Sql, transaction);
        }

        Execute(writer, $"PRAGMA user_version={migrations.Count}", transaction);
        transaction.Commit();
    }

    private void DrainQueue()
    {
        var reader = _queue.Reader;
        var batch = new List<PendingWrite>(WritesPerCommit);
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < WritesPerCommit && reader.TryRead(out var pending))
                batch.Add(pending);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<PendingWrite> batch)
    {
        if (Refusal() is { } refusal)
        {
            foreach (var pending in batch)
                pending.Fail(refusal);
            return;
        }

        try
        {
            Execute(_writer, "BEGIN IMMEDIATE");
            foreach (var pending in batch)
                RunOne(pending);
            Committing?.Invoke();
            Execute(_writer, "COMMIT");
        }
        catch (Exception exception)
        {
            // After a failed write or fsync nobody knows what is on disk, and trying again would only seem to succeed.
            if (exception is SqliteException { SqliteErrorCode: InputOutput })
                _failure = exception;
            var failure = Translate(exception);
            LogCommitFailed(_logger, _path, failure.Message);
            TryRollback();
            foreach (var pending in batch)
                pending.Fail(failure);
            return;
        }

        foreach (var pending in batch)
            pending.Answer();
    }

    private void RunOne(PendingWrite pending)
    {
        Execute(_writer, "SAVEPOINT one");
        try
        {
            pending.Run(_writer);
            Execute(_writer, "RELEASE one");
        }
        catch (Exception exception) when (!IsFatal(exception))
        {
            Execute(_writer, "ROLLBACK TO one; RELEASE one");
            pending.Reject(exception);
        }
    }

    private void TryRollback()
    {
        try
        {
            Execute(_writer, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself on a full disk or an I/O error.
        }
    }

    private static bool IsFatal(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: Full or InputOutput or Corrupt };

    private Exception Translate(Exception exception) => exception is SqliteException { SqliteErrorCode: Full }
        ? new StorageUnavailableException(
            $"The disk that holds {_path} is full: nothing of this was kept. Make space and send it again.",
            diskFull: true,
            exception)
        : Refusal() ?? exception;

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [LoggerMessage(LogLevel.Information, "{Database}: schema step {Step}, {Name}")]
    private static partial void LogMigration(ILogger logger, string database, int step, string name);

    [LoggerMessage(LogLevel.Error, "A commit to {Path} failed; nothing of it was kept: {Reason}")]
    private static partial void LogCommitFailed(ILogger logger, string path, string reason);

    private abstract class PendingWrite
    {
        public abstract void Run(SqliteConnection connection);

        /// <summary>The work itself failed and was undone; the others of its commit go on.</summary>
        public abstract void Reject(Exception exception);

        /// <summary>The commit failed.</summary>
        public abstract void Fail(Exception exception);

        public abstract void Answer();
    }

    private sealed class PendingWrite<T>(Func<SqliteConnection, T> work) : PendingWrite
    {
        private T? _result;
        private Exception? _rejection;

        public TaskCompletionSource<T> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(SqliteConnection connection) => _result = work(connection);

        public override void Reject(Exception exception) => _rejection = exception;

        public override void Fail(Exception exception) => Completion.TrySetException(exception);

        public override void Answer()
        {
            if (_rejection is null)
                Completion.TrySetResult(_result!);
            else
                Completion.TrySetException(_rejection);
        }
    }
}
