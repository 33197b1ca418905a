using System.Globalization;
using System.Text;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Core.Runs.Querying;

/// <summary>Reads the runs of a catalog for the index, by id, without parsing their documents.</summary>
internal static class RecordScan
{
    private const string Sql =
        """
        SELECT id, project_id, uid, name, state, grp, job_type, notes, parent, source, tags, created_at, started_at,
            finished_at, heartbeat_at, exit_code, deleted_at, labels, config, summary, environment
        FROM run WHERE id BETWEEN $first AND $last ORDER BY id
        """;

    /// <summary>The blocks that have or had runs, with a number that is another one after any of their runs has changed.</summary>
    public static IReadOnlyList<(long Block, long Revision)> Revisions(SqliteDatabase catalog) =>
        catalog.Read(db => db.Query<(long, long)>("SELECT block, revision FROM run_block ORDER BY block").ToList());

    /// <summary>The records of a block, by id, without their documents, and the block's number at that moment.</summary>
    public static (long Revision, IReadOnlyList<RunRecord> Records) Block(SqliteDatabase catalog, long block, RunWords words) =>
        catalog.Read(db =>
        {
            var revision = db.QuerySingleOrDefault<long>("SELECT revision FROM run_block WHERE block = @block", new { block });
            return (revision, (IReadOnlyList<RunRecord>)ReadBlock(db, block, words));
        });

    /// <summary>The documents of one family that some runs have now, as records have them.</summary>
    public static IReadOnlyDictionary<long, byte[]> Documents(SqliteDatabase catalog, RunColumnFamily family, IReadOnlyList<long> runs)
    {
        var (first, last) = (runs.Min(), runs.Max());

        // Neighbours are read faster one after the other, even with some among them that nobody asked for.
        return last - first < runs.Count * 2L
            ? Documents(catalog, family, first, last)
            : catalog.Read(db => ReadDocuments(db, family, $"id IN ({string.Join(',', runs)})"));
    }

    /// <summary>The documents of one family that the runs with ids in [first, last] have now, as records have them.</summary>
    public static IReadOnlyDictionary<long, byte[]> Documents(SqliteDatabase catalog, RunColumnFamily family, long first, long last) =>
        catalog.Read(db => ReadDocuments(db, family, string.Create(CultureInfo.InvariantCulture, $"id BETWEEN {first} AND {last}")));

    private static Dictionary<long, byte[]> ReadDocuments(SqliteConnection db, RunColumnFamily family, string which)
    {
        var column = family switch
        {
            RunColumnFamily.Label => "labels",
            RunColumnFamily.Config => "config",
            RunColumnFamily.Summary => "summary",
            _ => "environment",
        };
        using var command = db.CreateCommand();
        command.CommandText = $"SELECT id, {column} FROM run WHERE {which}";
        using var row = command.ExecuteReader();
        var documents = new Dictionary<long, byte[]>();
        while (row.Read())
            documents.Add(row.GetInt64(0), RunRecord.Kept(family, row.GetFieldValue<byte[]>(1)));
        return documents;
    }

    private static List<RunRecord> ReadBlock(SqliteConnection db, long block, RunWords words)
    {
        using var command = db.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$first", block << BlockFile.Bits);
        command.Parameters.AddWithValue("$last", ((block + 1) << BlockFile.Bits) - 1);
        using var reader = command.ExecuteReader();
        var records = new List<RunRecord>();
        while (reader.Read())
            records.Add(Record(reader.Handle!, words));
        return records;
    }

    // Straight from the row: documents are hashed where SQLite has them.
    private static NotedRecord Record(sqlite3_stmt row, RunWords words) => new(Attributes(row, words),
    [
        RunRecord.HashOfKept(RunColumnFamily.Label, raw.sqlite3_column_blob(row, 17)),
        RunRecord.HashOfKept(RunColumnFamily.Config, raw.sqlite3_column_blob(row, 18)),
        RunRecord.HashOfKept(RunColumnFamily.Summary, raw.sqlite3_column_blob(row, 19)),
        RunRecord.HashOfKept(RunColumnFamily.Environment, raw.sqlite3_column_blob(row, 20)),
    ]);

    private static Run Attributes(sqlite3_stmt row, RunWords words) => new()
    {
        Id = raw.sqlite3_column_int64(row, 0),
        ProjectId = raw.sqlite3_column_int64(row, 1),
        Uid = Encoding.UTF8.GetString(raw.sqlite3_column_blob(row, 2)),
        Name = Encoding.UTF8.GetString(raw.sqlite3_column_blob(row, 3)),
        State = RunStates.Parse(words.Word(raw.sqlite3_column_blob(row, 4))) ?? RunState.Crashed,
        Group = Word(row, 5, words),
        JobType = Word(row, 6, words),
        Notes = IsNull(row, 7) ? null : Encoding.UTF8.GetString(raw.sqlite3_column_blob(row, 7)),
        Parent = Word(row, 8, words),
        Source = words.Word(raw.sqlite3_column_blob(row, 9)),
        Tags = words.Tags(raw.sqlite3_column_blob(row, 10)),
        CreatedAt = raw.sqlite3_column_int64(row, 11),
        StartedAt = raw.sqlite3_column_int64(row, 12),
        FinishedAt = Long(row, 13),
        HeartbeatAt = raw.sqlite3_column_int64(row, 14),
        ExitCode = (int?)Long(row, 15),
        DeletedAt = Long(row, 16),
    };

    private static bool IsNull(sqlite3_stmt row, int column) => raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL;

    private static long? Long(sqlite3_stmt row, int column) => IsNull(row, column) ? null : raw.sqlite3_column_int64(row, column);

    private static string? Word(sqlite3_stmt row, int column, RunWords words) =>
        IsNull(row, column) ? null : words.Word(raw.sqlite3_column_blob(row, column));
}
