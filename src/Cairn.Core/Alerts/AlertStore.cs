using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Alerts;

/// <summary>Reads and writes the alerts of runs.</summary>
public sealed class AlertStore(SqliteDatabase catalog, RunStore runs)
{
    /// <summary>Most characters of a title.</summary>
    public const int TitleLimit = 500;

    /// <summary>Most characters of a text.</summary>
    public const int TextLimit = 65_536;

    internal static Migration Schema { get; } = new(
        "alerts",
        """
        CREATE TABLE alert (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES run (id),
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            level TEXT NOT NULL,
            time INTEGER NOT NULL,
            UNIQUE (run_id, time, title));
        """);

    /// <summary>The alerts of a run, oldest first.</summary>
    public IReadOnlyList<Alert> List(Caller caller, long run) =>
        catalog.Read(db => db.Query<Alert>(
            "SELECT id, title, text, level, time FROM alert WHERE run_id = @run ORDER BY time, id", new { run })
            .ToList());

    /// <summary>Adds an alert; one of the same run, time and title is the same alert.</summary>
    public async Task<Outcome<Alert>> AddAsync(
        Caller caller, long run, string title, string text, string level, long time,
        CancellationToken cancellationToken = default)
    {
        if (title.Length is 0 or > TitleLimit)
            return Refusal.Invalid("title", "An alert needs a title.", $"1 to {TitleLimit} characters");
        if (text.Length > TextLimit)
            return Refusal.Invalid("text", "The alert's text is too long.", $"{TextLimit} characters");
        if (level is not ("info" or "warn" or "error"))
            return Refusal.Invalid("level", $"'{level}' is no level.", "info, warn or error");
        if (runs.Find(caller, run) is not { DeletedAt: null })
            return Refusal.NotFound($"There is no run with id {run}.");
        var id = await catalog.WriteAsync(
            db => db.ExecuteScalar<long>(
                """
                INSERT INTO alert (run_id, title, text, level, time) VALUES (@run, @title, @text, @level, @time)
                ON CONFLICT (run_id, time, title) DO UPDATE SET text = excluded.text, level = excluded.level
                RETURNING id
                """,
                new { run, title, text, level, time }),
            cancellationToken).ConfigureAwait(false);
        return new Alert(id, title, text, level, time);
    }
}
