using Microsoft.Data.Sqlite;

namespace Cairn.Storage.Catalog;

/// <summary>Looks at a SQLite file, and copies it, while others may write to it.</summary>
public static class SqliteFile
{
    private const int MostProblems = 100;

    /// <summary>What SQLite itself finds wrong with a file's structure and its references; empty for a sound file.</summary>
    public static IReadOnlyList<string> Check(string path)
    {
        var problems = new List<string>();
        try
        {
            using var connection = Open(path);
            foreach (var row in Query(connection, $"PRAGMA integrity_check({MostProblems})"))
            {
                if (row[0] is not "ok")
                    problems.Add($"{row[0]}");
            }

            foreach (var row in Query(connection, "PRAGMA foreign_key_check").Take(MostProblems))
                problems.Add($"row {row[1]} of table {row[0]} refers to a row of {row[2]} that is not there");
        }
        catch (SqliteException exception)
        {
            problems.Add(exception.Message);
        }

        return problems;
    }

    /// <summary>
    /// Copies a file as it is at one moment to a new file, flushed to disk. Writers go on meanwhile; what they write
    /// waits in their log until the copy is done.
    /// </summary>
    /// <returns>The version of the copy's schema.</returns>
    public static long Copy(string source, string target)
    {
        using var from = Open(source);
        long version;
        using (var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString()))
        {
            to.Open();

            // All pages in one step: the copy is of one moment, and never starts again because someone wrote.
            from.BackupDatabase(to);
            version = (long)Query(to, "PRAGMA user_version").Single()[0];

            // A copy of a file in WAL mode would make a log of its own beside it.
            _ = Query(to, "PRAGMA journal_mode=DELETE").ToList();
        }

        using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return version;
    }

    /// <summary>All values of a query's first column, read at one moment.</summary>
    public static IReadOnlyList<string> Texts(string path, string sql)
    {
        using var connection = Open(path);
        return [.. Query(connection, sql).Select(row => $"{row[0]}")];
    }

    private static SqliteConnection Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing.", path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite, // The log of a server that was killed is brought in by whoever opens the file.
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        _ = Query(connection, "PRAGMA query_only=ON").ToList();
        return connection;
    }

    private static IEnumerable<object[]> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }
}
