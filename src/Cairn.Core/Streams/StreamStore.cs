using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Streams;

/// <summary>
/// How far the numbered line streams of runs have come, for clients that resume by line number. Where several
/// processes write one run, each numbers its lines from 0: claims give those lines their places among all.
/// </summary>
public sealed class StreamStore(SqliteDatabase logs)
{
    internal static Migration Schema { get; } = new(
        "streams",
        """
        CREATE TABLE stream (
            run_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            writer TEXT NOT NULL,
            lines INTEGER NOT NULL,
            tail TEXT NOT NULL,
            PRIMARY KEY (run_id, name, writer)) WITHOUT ROWID;
        CREATE TABLE stream_claim (
            run_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            writer TEXT NOT NULL,
            first INTEGER NOT NULL,
            count INTEGER NOT NULL,
            target INTEGER NOT NULL,
            PRIMARY KEY (run_id, name, writer, first)) WITHOUT ROWID;
        """);

    /// <summary>The streams of a run.</summary>
    public IReadOnlyList<StreamEnd> List(Caller caller, long run) =>
        logs.Read(db => db.Query<StreamEnd>(
            "SELECT name AS Name, writer AS Writer, lines AS Lines, tail AS Tail FROM stream WHERE run_id = @run",
            new { run }).ToList());

    /// <summary>Sets a stream back to fewer lines.</summary>
    public Task ResetAsync(Caller caller, long run, StreamEnd end, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => db.Execute(
                """
                INSERT OR REPLACE INTO stream (run_id, name, writer, lines, tail)
                VALUES (@run, @Name, @Writer, @Lines, @Tail)
                """,
                new { run, end.Name, end.Writer, end.Lines, end.Tail }),
            cancellationToken);

    /// <summary>
    /// The places of a writer's lines among those of all writers. Lines claimed before keep theirs, so that sending
    /// them again changes nothing; new ones come after everything claimed so far.
    /// </summary>
    public Task<IReadOnlyList<StreamSegment>> ClaimAsync(
        Caller caller, long run, string name, string writer, long first, long count,
        CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db =>
            {
                var known = db.Query<StreamSegment>(
                    """
                    SELECT first AS First, count AS Count, target AS Target FROM stream_claim
                    WHERE run_id = @run AND name = @name AND writer = @writer AND first + count > @first ORDER BY first
                    """,
                    new { run, name, writer, first }).ToList();
                var next = Math.Max(first, known.Count == 0 ? first : known[^1].First + known[^1].Count);
                if (next < first + count)
                {
                    var target = db.ExecuteScalar<long?>(
                        "SELECT max(target + count) FROM stream_claim WHERE run_id = @run AND name = @name",
                        new { run, name }) ?? 0;
                    var fresh = new StreamSegment(next, first + count - next, target);
                    db.Execute(
                        "INSERT INTO stream_claim VALUES (@run, @name, @writer, @First, @Count, @Target)",
                        new { run, name, writer, fresh.First, fresh.Count, fresh.Target });
                    known.Add(fresh);
                }

                return (IReadOnlyList<StreamSegment>)known;
            },
            cancellationToken);

    /// <summary>Notes how far streams have come, inside a transaction; a stream never becomes shorter by it.</summary>
    internal static void Write(SqliteConnection db, long run, IReadOnlyList<StreamEnd> ends)
    {
        foreach (var end in ends)
        {
            db.Execute(
                """
                INSERT INTO stream (run_id, name, writer, lines, tail) VALUES (@run, @Name, @Writer, @Lines, @Tail)
                ON CONFLICT DO UPDATE SET lines = excluded.lines, tail = excluded.tail
                WHERE excluded.lines >= lines
                """,
                new { run, end.Name, end.Writer, end.Lines, end.Tail });
        }
    }
}
