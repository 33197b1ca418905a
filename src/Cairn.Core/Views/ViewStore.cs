using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Views;

/// <summary>Reads and writes the views that people keep.</summary>
public sealed class ViewStore(SqliteDatabase catalog, TimeProvider time)
{
    private const string Fields =
        "id AS Id, project_id AS ProjectId, kind AS Kind, name AS Name, display_name AS DisplayName, description AS Description, " +
        "created_by AS CreatedBy, created_at AS CreatedAt, updated_at AS UpdatedAt, is_default AS IsDefault";

    internal static Migration Schema { get; } = new(
        "views",
        """
        CREATE TABLE saved_view (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            display_name TEXT NOT NULL,
            description TEXT,
            spec TEXT NOT NULL,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            is_default INTEGER NOT NULL DEFAULT 0,
            UNIQUE (project_id, kind, name));
        CREATE UNIQUE INDEX saved_view_default ON saved_view (project_id, kind) WHERE is_default = 1;
        """);

    /// <summary>The view of that id; null when there is none.</summary>
    public SavedView? Find(Caller caller, long id) => catalog.Read(db => FindIn(db, id));

    /// <summary>The view of that kind and name; null when the project has none.</summary>
    public SavedView? Find(Caller caller, long project, string kind, string name) => catalog.Read(db => FindIn(db, project, kind, name));

    /// <summary>
    /// A project's views, newest change first, of one kind or (null) of all. Their <see cref="SavedView.Spec"/> is empty
    /// unless <paramref name="withSpec"/>.
    /// </summary>
    public IReadOnlyList<SavedView> List(Caller caller, long project, string? kind, bool withSpec) => catalog.Read(db => db.Query<SavedView>(
        $"""
        SELECT {Fields}, {(withSpec ? "spec" : "''")} AS Spec FROM saved_view
        WHERE project_id = @project AND (@kind IS NULL OR kind = @kind) ORDER BY updated_at DESC, id DESC
        """,
        new { project, kind }).ToList());

    /// <summary>Makes a view; one of the same kind and name is refused.</summary>
    public async Task<Outcome<SavedView>> CreateAsync(
        Caller caller, Project project, ViewStart start, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var name = start.Name ?? ViewRules.NewName();
        var view = new SavedView
        {
            ProjectId = project.Id,
            Kind = start.Kind,
            Name = name,
            DisplayName = string.IsNullOrEmpty(start.DisplayName) ? name : start.DisplayName,
            Description = Filled(start.Description),
            Spec = start.Spec,
            CreatedBy = caller.Name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (ViewRules.Check(view) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<SavedView>>(
            db =>
            {
                if (FindIn(db, project.Id, view.Kind, view.Name) is not null)
                    return Taken(view);
                var id = db.ExecuteScalar<long>(
                    """
                    INSERT INTO saved_view (project_id, kind, name, display_name, description, spec, created_by, created_at, updated_at)
                    VALUES (@ProjectId, @Kind, @Name, @DisplayName, @Description, @Spec, @CreatedBy, @CreatedAt, @UpdatedAt)
                    RETURNING id
                    """,
                    view);
                return view with { Id = id };
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a view.</summary>
    public Task<Outcome<SavedView>> UpdateAsync(
        Caller caller, long id, ViewChange change, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<SavedView>>(
            db =>
            {
                if (FindIn(db, id) is not { } known)
                    return Missing(id);
                if (change.BasedOn is { } seen && seen != known.UpdatedAt)
                {
                    return Refusal.Conflict(
                        "basedOn", "The view has been changed since it was read.", "Read it again, and bring the change into that.");
                }

                var view = known with
                {
                    Name = change.Name ?? known.Name,
                    DisplayName = change.DisplayName ?? known.DisplayName,
                    Description = change.Description is null ? known.Description : Filled(change.Description),
                    Spec = change.Spec ?? known.Spec,
                    UpdatedAt = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), known.UpdatedAt + 1),
                };
                if (ViewRules.Check(view) is { } refusal)
                    return refusal;
                if (view.Name != known.Name && FindIn(db, view.ProjectId, view.Kind, view.Name) is not null)
                    return Taken(view);
                db.Execute(
                    """
                    UPDATE saved_view SET name = @Name, display_name = @DisplayName, description = @Description, spec = @Spec,
                        updated_at = @UpdatedAt
                    WHERE id = @Id
                    """,
                    view);
                return view;
            },
            cancellationToken);

    /// <summary>Makes a view the one that its project shows of its kind, or (false) no longer that one.</summary>
    public Task<Outcome<SavedView>> SetDefaultAsync(
        Caller caller, long id, bool isDefault, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<SavedView>>(
            db =>
            {
                if (FindIn(db, id) is not { } view)
                    return Missing(id);
                if (isDefault)
                {
                    db.Execute(
                        "UPDATE saved_view SET is_default = 0 WHERE project_id = @ProjectId AND kind = @Kind AND id <> @Id", view);
                }

                db.Execute("UPDATE saved_view SET is_default = @isDefault WHERE id = @id", new { id, isDefault });
                return view with { IsDefault = isDefault };
            },
            cancellationToken);

    /// <summary>Deletes a view for good; false when there is none of that id.</summary>
    public Task<bool> DeleteAsync(Caller caller, long id, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(db => db.Execute("DELETE FROM saved_view WHERE id = @id", new { id }) > 0, cancellationToken);

    private static SavedView? FindIn(SqliteConnection db, long id) =>
        db.QuerySingleOrDefault<SavedView>($"SELECT {Fields}, spec AS Spec FROM saved_view WHERE id = @id", new { id });

    private static SavedView? FindIn(SqliteConnection db, long project, string kind, string name) =>
        db.QuerySingleOrDefault<SavedView>(
            $"SELECT {Fields}, spec AS Spec FROM saved_view WHERE project_id = @project AND kind = @kind AND name = @name",
            new { project, kind, name });

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Refusal Missing(long id) => Refusal.NotFound($"There is no view with id {id}.");

    private static Refusal Taken(SavedView view) => Refusal.Conflict(
        "name", $"The project has a {view.Kind} view '{view.Name}' already.", "Change that one, or take another name.");
}
