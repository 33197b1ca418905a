using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Gates;

/// <summary>Keeps what came of gates.</summary>
public sealed class GateStore(SqliteDatabase catalog)
{
    private const int MostAnswered = 200;

    internal static Migration Schema { get; } = new(
        "gate results",
        """
        CREATE TABLE gate_result (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            run_id INTEGER,
            grp TEXT,
            sha TEXT,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            checks TEXT NOT NULL,
            warnings TEXT NOT NULL);
        CREATE INDEX gate_result_run ON gate_result (run_id);
        CREATE INDEX gate_result_project ON gate_result (project_id, sha);
        """);

    /// <summary>Keeps a result and answers it with its id.</summary>
    public async Task<GateResult> AddAsync(Caller caller, GateResult result, CancellationToken cancellationToken = default)
    {
        var id = await catalog.WriteAsync(
            db => db.ExecuteScalar<long>(
                """
                INSERT INTO gate_result (project_id, run_id, grp, sha, name, created_at, checks, warnings)
                VALUES (@ProjectId, @Run, @Group, @Commit, @Name, @CreatedAt, @checks, @warnings) RETURNING id
                """,
                new
                {
                    result.ProjectId,
                    result.Run,
                    result.Group,
                    result.Commit,
                    result.Name,
                    result.CreatedAt,
                    checks = JsonSerializer.Serialize(result.Checks),
                    warnings = JsonSerializer.Serialize(result.Warnings),
                }),
            cancellationToken).ConfigureAwait(false);
        return result with { Id = id };
    }

    /// <summary>
    /// The newest results of a project, at most 200: of a run or its group, of a group, of a commit (or its first seven or
    /// more letters), or all.
    /// </summary>
    public IReadOnlyList<GateResult> List(Caller caller, long project, long? run = null, string? group = null, string? commit = null) =>
        catalog.Read(db => db.Query<Row>(
            $"""
            SELECT id AS Id, project_id AS ProjectId, run_id AS Run, grp AS "Group", sha AS "Commit", name AS Name,
                created_at AS CreatedAt, checks AS Checks, warnings AS Warnings
            FROM gate_result
            WHERE project_id = @project
                AND ((@run IS NULL AND @group IS NULL) OR run_id = @run OR grp = @group)
                AND (@commit IS NULL OR substr(sha, 1, length(@commit)) = @commit)
            ORDER BY id DESC LIMIT {MostAnswered}
            """,
            new { project, run, group, commit })
            .Select(row => row.ToResult()).ToList());

    private sealed record Row
    {
        public long Id { get; init; }
        public long ProjectId { get; init; }
        public long? Run { get; init; }
        public string? Group { get; init; }
        public string? Commit { get; init; }
        public string Name { get; init; } = "";
        public long CreatedAt { get; init; }
        public string Checks { get; init; } = "[]";
        public string Warnings { get; init; } = "[]";

        public GateResult ToResult() => new()
        {
            Id = Id,
            ProjectId = ProjectId,
            Run = Run,
            Group = Group,
            Commit = Commit,
            Name = Name,
            CreatedAt = CreatedAt,
            Checks = JsonSerializer.Deserialize<List<GateCheck>>(Checks)!,
            Warnings = JsonSerializer.Deserialize<List<string>>(Warnings)!,
        };
    }
}
