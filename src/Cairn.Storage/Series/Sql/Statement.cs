using SQLitePCL;

namespace Cairn.Storage.Series.Sql;

/// <summary>A prepared statement, kept and reused. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;

    public Statement(Database database, sqlite3_stmt handle)
    {
        _database = database;
        _handle = handle;
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    /// <summary>NaN becomes NULL in SQLite, and is read back as NaN by <see cref="Double"/>.</summary>
    public Statement Bind(int index, double value)
    {
        Check(raw.sqlite3_bind_double(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_handle, index, 0)
            : raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    /// <summary>Moves to the next row; false (and ready to be bound anew) at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_handle);
            return false;
        }

        var failure = _database.Failure(code);
        raw.sqlite3_reset(_handle);
        throw failure;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public void Reset() => raw.sqlite3_reset(_handle);

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Double(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL
        ? ValueOrder.Canonical(double.NaN)
        : raw.sqlite3_column_double(_handle, column);

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw _database.Failure(code);
    }
}
