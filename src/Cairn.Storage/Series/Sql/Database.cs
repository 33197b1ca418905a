using SQLitePCL;

namespace Cairn.Storage.Series.Sql;

/// <summary>One SQLite connection, used by one thread at a time; raw calls, because the ADO layer allocates per row.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;

    private Database(sqlite3 handle) => _handle = handle;

    public sqlite3 Handle => _handle;

    public int Changes => raw.sqlite3_changes(_handle);

    public static Database Open(string path, bool create)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var text = raw.sqlite3_errstr(code).utf8_to_string();
            handle?.Dispose();
            throw new SqlException(code, code, $"{text} while opening {path}");
        }

        raw.sqlite3_extended_result_codes(handle, 0);
        raw.sqlite3_busy_timeout(handle, 10_000);
        return new Database(handle);
    }

    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    public Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        return code == raw.SQLITE_OK ? new Statement(this, handle) : throw Failure(code);
    }

    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Copies the log into the database without waiting for anyone; true if nothing is left to copy.</summary>
    public bool Checkpoint(bool truncate, out int frames)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out frames, out var done);
        if (code == raw.SQLITE_BUSY || code == raw.SQLITE_LOCKED)
            return false;
        return code == raw.SQLITE_OK ? done >= frames : throw Failure(code);
    }

    public SqlException Failure(int code) =>
        new(code & 0xFF, raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose() => _handle.Dispose();
}
