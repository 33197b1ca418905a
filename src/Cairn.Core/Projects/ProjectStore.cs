using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Projects;

/// <summary>Reads and writes projects.</summary>
public sealed class ProjectStore(SqliteDatabase catalog, TimeProvider time)
{
    internal static Migration Schema { get; } = new(
        "projects",
        """
        CREATE TABLE project (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            team TEXT NOT NULL,
            name TEXT NOT NULL,
            description TEXT,
            labels TEXT NOT NULL DEFAULT '{}',
            artifact_location TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            deleted_at INTEGER,
            UNIQUE (team, name));
        INSERT INTO project (id, team, name, created_at, updated_at)
            VALUES (0, 'local', 'Default', unixepoch() * 1000, unixepoch() * 1000);
        """);

    private const string Columns =
        "id, team, name, description, labels, artifact_location AS ArtifactLocation, created_at AS CreatedAt, " +
        "updated_at AS UpdatedAt, deleted_at AS DeletedAt";

    /// <summary>The project of that id, also from the trash; null when there is none.</summary>
    public Project? Find(Caller caller, long id) =>
        catalog.Read(db => db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns} FROM project WHERE id = @id", new { id })?.ToProject());

    /// <summary>The project of that name, also from the trash; null when there is none.</summary>
    public Project? Find(Caller caller, string team, string name) =>
        catalog.Read(db => FindIn(db, team, name));

    /// <summary>All projects, by id; those in the trash too.</summary>
    public IReadOnlyList<Project> List(Caller caller) =>
        catalog.Read(db => db.Query<Row>($"SELECT {Columns} FROM project ORDER BY id")
            .Select(row => row.ToProject()).ToList());

    /// <summary>
    /// Projects outside the trash with their numbers of runs, newest activity first. <c>Default</c>, which MLflow's
    /// clients expect to exist, is left out until it has a run.
    /// </summary>
    public IReadOnlyList<ProjectActivity> ListActivity(Caller caller) =>
        catalog.Read(db =>
        {
            var counts = db.Query<(long ProjectId, int Runs, int Running, long Last)>(
                """
                SELECT project_id, count(*), sum(state = 'running'), max(heartbeat_at)
                FROM run WHERE deleted_at IS NULL GROUP BY project_id
                """).ToDictionary(count => count.ProjectId);
            return db.Query<Row>($"SELECT {Columns} FROM project WHERE deleted_at IS NULL")
                .Select(row => row.ToProject())
                .Select(project => counts.TryGetValue(project.Id, out var count)
                    ? new ProjectActivity(project, count.Runs, count.Running, Math.Max(count.Last, project.UpdatedAt))
                    : new ProjectActivity(project, 0, 0, project.UpdatedAt))
                .Where(activity => activity.Project.Id != 0 || activity.RunCount > 0)
                .OrderByDescending(activity => activity.LastActivity)
                .ToList();
        });

    /// <summary>One project with its numbers of runs.</summary>
    public ProjectActivity Activity(Caller caller, Project project) =>
        catalog.Read(db =>
        {
            var (runs, running, last) = db.QuerySingle<(int, int, long)>(
                """
                SELECT count(*), coalesce(sum(state = 'running'), 0), coalesce(max(heartbeat_at), 0)
                FROM run WHERE project_id = @Id AND deleted_at IS NULL
                """,
                new { project.Id });
            return new ProjectActivity(project, runs, running, Math.Max(last, project.UpdatedAt));
        });

    /// <summary>The project of that name, made where it is missing; a project in the trash is refused.</summary>
    public async Task<Outcome<(Project Project, bool Created)>> OpenAsync(
        Caller caller, string team, string name, string? description = null,
        CancellationToken cancellationToken = default)
    {
        if (ProjectRules.CheckNames(team, name) is { } refusal)
            return refusal;
        var known = Find(caller, team, name);
        var created = false;
        known ??= await catalog.WriteAsync(
            db =>
            {
                if (FindIn(db, team, name) is { } raced)
                    return raced;
                created = true;
                return Insert(db, team, name, description, JsonObjects.Empty, null);
            },
            cancellationToken).ConfigureAwait(false);
        return known.DeletedAt is null
            ? (known, created)
            : Refusal.Deleted(
                $"Project {known.Path} is in the trash.", "Restore it, or use another name.");
    }

    /// <summary>Makes a project; a taken name is a conflict, also when its project is in the trash.</summary>
    public async Task<Outcome<Project>> CreateAsync(
        Caller caller, string team, string name, JsonElement labels, string? artifactLocation,
        CancellationToken cancellationToken = default)
    {
        if (ProjectRules.CheckNames(team, name) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<Project>>(
            db => FindIn(db, team, name) is { } taken
                ? Refusal.Conflict("name", taken.DeletedAt is null
                    ? $"A project named '{name}' exists already."
                    : $"A project named '{name}' exists already, in the trash.")
                : Insert(db, team, name, null, labels, artifactLocation),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a changed project (name, description, labels, trash); a taken name is a conflict.</summary>
    public async Task<Outcome<Project>> UpdateAsync(
        Caller caller, long id, Func<Project, Project> change, CancellationToken cancellationToken = default) =>
        await catalog.WriteAsync<Outcome<Project>>(
            db =>
            {
                var row = db.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM project WHERE id = @id", new { id });
                if (row is null)
                    return Refusal.NotFound($"There is no project with id {id}.");
                var changed = change(row.ToProject()) with { UpdatedAt = Now() };
                if (ProjectRules.CheckNames(changed.Team, changed.Name) is { } refusal)
                    return refusal;
                if (FindIn(db, changed.Team, changed.Name) is { } taken && taken.Id != id)
                    return Refusal.Conflict("name", $"A project named '{changed.Name}' exists already.");
                db.Execute(
                    """
                    UPDATE project SET team = @Team, name = @Name, description = @Description, labels = @Labels,
                        artifact_location = @ArtifactLocation, updated_at = @UpdatedAt, deleted_at = @DeletedAt
                    WHERE id = @Id
                    """,
                    new
                    {
                        changed.Team,
                        changed.Name,
                        changed.Description,
                        Labels = changed.Labels.GetRawText(),
                        changed.ArtifactLocation,
                        changed.UpdatedAt,
                        changed.DeletedAt,
                        changed.Id,
                    });
                return changed;
            },
            cancellationToken).ConfigureAwait(false);

    private Project Insert(
        SqliteConnection db, string team, string name, string? description, JsonElement labels, string? location)
    {
        var now = Now();
        var id = db.ExecuteScalar<long>(
            """
            INSERT INTO project (team, name, description, labels, artifact_location, created_at, updated_at)
            VALUES (@team, @name, @description, @labels, @location, @now, @now) RETURNING id
            """,
            new { team, name, description, labels = labels.GetRawText(), location, now });
        return new Project
        {
            Id = id,
            Team = team,
            Name = name,
            Description = description,
            Labels = labels,
            ArtifactLocation = location,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static Project? FindIn(SqliteConnection db, string team, string name) =>
        db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns} FROM project WHERE team = @team AND name = @name", new { team, name })?.ToProject();

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Row(
        long Id, string Team, string Name, string? Description, string Labels, string? ArtifactLocation,
        long CreatedAt, long UpdatedAt, long? DeletedAt)
    {
        public Project ToProject() => new()
        {
            Id = Id,
            Team = Team,
            Name = Name,
            Description = Description,
            Labels = JsonElement.Parse(Labels),
            ArtifactLocation = ArtifactLocation,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            DeletedAt = DeletedAt,
        };
    }
}
