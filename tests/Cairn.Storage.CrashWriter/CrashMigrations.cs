using Cairn.Storage.Catalog;

namespace Cairn.Storage.CrashWriter;

/// <summary>The migrations of the crash test: each makes a table and moves many rows, so that a kill hits one half-way.</summary>
public static class CrashMigrations
{
    /// <summary>Rows of each table.</summary>
    public const int Rows = 4000;

    /// <summary>The first <paramref name="count"/> migrations.</summary>
    public static IReadOnlyList<Migration> First(int count) =>
    [
        .. Enumerable.Range(0, count).Select(step => new Migration(
            $"step {step}",
            $"""
            CREATE TABLE t{step} (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows})
            INSERT INTO t{step} SELECT i, hex(randomblob(100)) FROM n;
            """)),
    ];
}
