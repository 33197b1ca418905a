using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Consoles;

/// <summary>Reads and writes console lines. A row a line: a jump anywhere is one index look-up.</summary>
public sealed class ConsoleStore(SqliteDatabase logs)
{
    /// <summary>Most lines of one answer.</summary>
    public const int PageLimit = 10_000;

    internal static Migration Schema { get; } = new(
        "console",
        """
        CREATE TABLE console (
            run_id INTEGER NOT NULL,
            line INTEGER NOT NULL,
            time INTEGER NOT NULL,
            error INTEGER NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (run_id, line)) WITHOUT ROWID;
        """);

    /// <summary>How many lines a run has.</summary>
    public long Total(Caller caller, long run) => logs.Read(db => TotalIn(db, run));

    /// <summary>At most <paramref name="limit"/> lines from number <paramref name="from"/> on.</summary>
    public ConsolePage Read(Caller caller, long run, long from, int limit) =>
        logs.Read(db => ReadIn(db, run, TotalIn(db, run), from, limit));

    /// <summary>The last <paramref name="count"/> lines.</summary>
    public ConsolePage Tail(Caller caller, long run, int count) =>
        logs.Read(db =>
        {
            var total = TotalIn(db, run);
            return ReadIn(db, run, total, Math.Max(0, total - count), count);
        });

    /// <summary>Numbers of the lines that contain a text, in order, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<long> Search(Caller caller, long run, string text, int limit) =>
        logs.Read(db => db.Query<long>(
            """
            SELECT line FROM console WHERE run_id = @run AND text LIKE @pattern ESCAPE '\' ORDER BY line LIMIT @limit
            """,
            new { run, pattern = $"%{Escape(text)}%", limit }).ToList());

    /// <summary>Writes lines inside a transaction; one of the same number is replaced.</summary>
    internal static void Write(SqliteConnection db, long run, IReadOnlyList<ConsoleLine> lines)
    {
        using var command = db.CreateCommand();
        command.CommandText =
            "INSERT OR REPLACE INTO console (run_id, line, time, error, text) VALUES ($r, $l, $t, $e, $x)";
        command.Parameters.Add("$r", SqliteType.Integer).Value = run;
        var line = command.Parameters.Add("$l", SqliteType.Integer);
        var time = command.Parameters.Add("$t", SqliteType.Integer);
        var error = command.Parameters.Add("$e", SqliteType.Integer);
        var text = command.Parameters.Add("$x", SqliteType.Text);
        foreach (var entry in lines)
        {
            line.Value = entry.Line;
            time.Value = entry.Time;
            error.Value = entry.Stream == "stderr" ? 1 : 0;
            text.Value = entry.Text;
            command.ExecuteNonQuery();
        }
    }

    private static long TotalIn(SqliteConnection db, long run) =>
        db.ExecuteScalar<long?>("SELECT max(line) + 1 FROM console WHERE run_id = @run", new { run }) ?? 0;

    private static ConsolePage ReadIn(SqliteConnection db, long run, long total, long from, int limit) =>
        new(
            total,
            from,
            db.Query<(long Line, long Time, long Error, string Text)>(
                """
                SELECT line, time, error, text FROM console WHERE run_id = @run AND line >= @from
                ORDER BY line LIMIT @limit
                """,
                new { run, from, limit = Math.Clamp(limit, 0, PageLimit) })
                .Select(row => new ConsoleLine(row.Line, row.Time, row.Error == 0 ? "stdout" : "stderr", row.Text))
                .ToList());

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
