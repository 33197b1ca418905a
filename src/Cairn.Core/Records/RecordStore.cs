using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Records;

/// <summary>Reads and writes the rich values of runs.</summary>
public sealed class RecordStore(SqliteDatabase logs)
{
    internal static Migration Schema { get; } = new(
        "records",
        """
        CREATE TABLE record (
            run_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            step INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            type TEXT NOT NULL,
            time INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (run_id, key, step, idx)) WITHOUT ROWID;
        """);

    /// <summary>The record keys of a run with their extents, by name.</summary>
    public IReadOnlyList<RecordKey> Keys(Caller caller, long run) =>
        logs.Read(db => db.Query<(string Key, string Type, long Count, long FirstStep, long LastStep)>(
            """
            SELECT key, max(type), count(*), min(step), max(step)
            FROM record WHERE run_id = @run GROUP BY key ORDER BY key
            """,
            new { run })
            .Select(row => new RecordKey(row.Key, row.Type, row.Count, row.FirstStep, row.LastStep))
            .ToList());

    /// <summary>Step and time of the newest first value of a key; null when the run has none.</summary>
    public (long Step, long Time)? Latest(Caller caller, long run, string key) =>
        logs.Read(db => db.Query<(long Step, long Time)>(
            "SELECT step, time FROM record WHERE run_id = @run AND key = @key AND idx = 0 ORDER BY step DESC LIMIT 1",
            new { run, key })
            .Select(row => ((long Step, long Time)?)row).FirstOrDefault());

    /// <summary>Records of a run by step, key and index.</summary>
    public IReadOnlyList<RecordEntry> Read(Caller caller, long run, RecordQuery query) =>
        logs.Read(db => db.Query<(string Key, string Type, long Step, long Time, int Index, string Value)>(
            $"""
            SELECT key, type, step, time, idx, value FROM record
            WHERE run_id = @run {(query.Key is null ? "" : "AND key = @Key")} AND step BETWEEN @FromStep AND @ToStep
            ORDER BY step {(query.Descending ? "DESC" : "ASC")}, key, idx LIMIT @Limit
            """,
            new { run, query.Key, query.FromStep, query.ToStep, query.Limit })
            .Select(row => new RecordEntry(
                row.Key, row.Type, row.Step, row.Time, row.Index, JsonElement.Parse(row.Value)))
            .ToList());

    /// <summary>Drops the records of a run after a step, inside a transaction.</summary>
    internal static void Truncate(SqliteConnection db, long run, long step) =>
        db.Execute("DELETE FROM record WHERE run_id = @run AND step > @step", new { run, step });

    /// <summary>Writes records inside a transaction; one of the same identity is replaced.</summary>
    internal static void Write(SqliteConnection db, long run, IReadOnlyList<RecordEntry> records)
    {
        using var command = db.CreateCommand();
        command.CommandText =
            "INSERT OR REPLACE INTO record (run_id, key, step, idx, type, time, value) VALUES ($r, $k, $s, $i, $y, $t, $v)";
        var runId = command.Parameters.Add("$r", SqliteType.Integer);
        var key = command.Parameters.Add("$k", SqliteType.Text);
        var step = command.Parameters.Add("$s", SqliteType.Integer);
        var index = command.Parameters.Add("$i", SqliteType.Integer);
        var type = command.Parameters.Add("$y", SqliteType.Text);
        var time = command.Parameters.Add("$t", SqliteType.Integer);
        var value = command.Parameters.Add("$v", SqliteType.Text);
        runId.Value = run;
        foreach (var record in records)
        {
            key.Value = record.Key;
            step.Value = record.Step;
            index.Value = record.Index;
            type.Value = record.Type;
            time.Value = record.Time;
            value.Value = record.Value.GetRawText();
            command.ExecuteNonQuery();
        }
    }
}
