using System.Globalization;
using System.Text.Json;
using Cairn.Storage.Catalog;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying;

/// <summary>Reads all runs of a catalog for the index, by id, without parsing their documents.</summary>
internal static class RecordScan
{
    private const int Page = 4096;
    private const string Sql =
        """
        SELECT id, project_id, uid, name, state, grp, job_type, notes, parent, source, tags, created_at, started_at,
            finished_at, heartbeat_at, exit_code, deleted_at, labels, config, summary, environment
        FROM run WHERE id > $after ORDER BY id LIMIT $page
        """;

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

    /// <summary>Pages of records; each is read at one moment of its own.</summary>
    public static IEnumerable<IReadOnlyList<RunRecord>> Read(SqliteDatabase catalog)
    {
        // Words that thousands of runs share are kept once.
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        for (long after = 0; ;)
        {
            var page = catalog.Read(db => ReadPage(db, after, words));
            if (page.Count == 0)
                yield break;
            yield return page;
            after = page[^1].Id;
        }
    }

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

    private static List<RunRecord> ReadPage(SqliteConnection db, long after, Dictionary<string, string> words)
    {
        using var command = db.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$page", Page);
        using var row = command.ExecuteReader();
        var page = new List<RunRecord>(Page);
        while (row.Read())
        {
            page.Add(new RunRecord
            {
                Id = row.GetInt64(0),
                ProjectId = row.GetInt64(1),
                Uid = row.GetString(2),
                Name = row.GetString(3),
                State = RunStates.Parse(row.GetString(4)) ?? RunState.Crashed,
                Group = Word(row, 5, words),
                JobType = Word(row, 6, words),
                Notes = row.IsDBNull(7) ? null : row.GetString(7),
                Parent = Word(row, 8, words),
                Source = Word(row, 9, words)!,
                Tags = Tags(row.GetString(10)),
                CreatedAt = row.GetInt64(11),
                StartedAt = row.GetInt64(12),
                FinishedAt = Long(row, 13),
                HeartbeatAt = row.GetInt64(14),
                ExitCode = (int?)Long(row, 15),
                DeletedAt = Long(row, 16),
                Labels = RunRecord.Kept(RunColumnFamily.Label, row.GetFieldValue<byte[]>(17)),
                Config = RunRecord.Kept(RunColumnFamily.Config, row.GetFieldValue<byte[]>(18)),
                Summary = RunRecord.Kept(RunColumnFamily.Summary, row.GetFieldValue<byte[]>(19)),
                Environment = RunRecord.Kept(RunColumnFamily.Environment, row.GetFieldValue<byte[]>(20)),
            });
        }

        return page;
    }

    private static long? Long(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static string[] Tags(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;

    private static string? Word(SqliteDataReader row, int column, Dictionary<string, string> words)
    {
        if (row.IsDBNull(column))
            return null;
        var word = row.GetString(column);
        if (words.TryGetValue(word, out var known))
            return known;
        if (words.Count < 100_000)
            words.Add(word, word);
        return word;
    }
}
