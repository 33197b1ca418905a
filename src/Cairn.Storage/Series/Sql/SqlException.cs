using SQLitePCL;

namespace Cairn.Storage.Series.Sql;

/// <summary>SQLite answered with an error code.</summary>
internal sealed class SqlException(int code, int extended, string message)
    : Exception($"SQLite {code} ({extended}): {message}")
{
    public int Code { get; } = code;

    public int Extended { get; } = extended;

    public bool DiskFull => Code == raw.SQLITE_FULL;
}
