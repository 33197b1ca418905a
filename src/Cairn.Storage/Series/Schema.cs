using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Series;

/// <summary>The tables of points.db and their version.</summary>
internal static class Schema
{
    public const int Version = 1;
    public const int PageSize = 16384;

    /// <summary>From version n to n + 1, in order.</summary>
    private static string[] Migrations =>
    [
        $"""
        CREATE TABLE run(run INTEGER PRIMARY KEY, next INTEGER NOT NULL, version INTEGER NOT NULL);
        CREATE TABLE key(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE);
        CREATE TABLE series(
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, key INTEGER NOT NULL, {TallyColumns.Declared});
        CREATE UNIQUE INDEX series_by_run ON series(run, key);
        CREATE INDEX series_by_key ON series(key);
        CREATE TABLE stage(seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, crc INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE axis(
            id INTEGER PRIMARY KEY, count INTEGER NOT NULL,
            first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL,
            min_time INTEGER NOT NULL, max_time INTEGER NOT NULL,
            crc INTEGER NOT NULL, series BLOB NOT NULL, mini BLOB NOT NULL, data BLOB NOT NULL);
        CREATE TABLE chunk(
            id INTEGER PRIMARY KEY, {TallyColumns.Declared},
            mini_crc INTEGER NOT NULL, data_crc INTEGER NOT NULL, mini BLOB NOT NULL, data BLOB NOT NULL);
        CREATE TABLE grave(id INTEGER PRIMARY KEY, series BLOB NOT NULL);
        CREATE TABLE total(
            id INTEGER PRIMARY KEY CHECK (id = 1), points INTEGER NOT NULL, chunks INTEGER NOT NULL, bytes INTEGER NOT NULL,
            last_series INTEGER NOT NULL);
        INSERT INTO total VALUES (1, 0, 0, 0, 0);
        """,
    ];

    public static void Prepare(Database database, string path)
    {
        var version = database.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new SeriesVersionException(
                $"{path} has series schema {version}; this Cairn knows up to {Version}. Use the newer Cairn that wrote it.");
        }

        if (version == 0)
            database.Execute($"PRAGMA page_size = {PageSize}");
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        for (; version < Version; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(Migrations[version]);
                database.Execute($"PRAGMA user_version = {version + 1}");
                database.Execute("COMMIT");
            }
            catch
            {
                database.Execute("ROLLBACK");
                throw;
            }
        }
    }
}
