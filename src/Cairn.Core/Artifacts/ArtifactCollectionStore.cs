using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Artifacts;

/// <summary>Reads and writes artifact types and collections, and which version a name means.</summary>
public sealed class ArtifactCollectionStore(SqliteDatabase catalog, TimeProvider time)
{
    private const string TypeColumns =
        "id AS Id, project_id AS ProjectId, name AS Name, description AS Description, created_at AS CreatedAt";

    /// <summary>The types of a project, by name.</summary>
    public IReadOnlyList<ArtifactType> Types(Caller caller, long project) =>
        catalog.Read(db => db.Query<ArtifactType>(
            $"SELECT {TypeColumns} FROM artifact_type WHERE project_id = @project ORDER BY name", new { project }).ToList());

    /// <summary>A type by name; null when the project has none of it.</summary>
    public ArtifactType? FindType(Caller caller, long project, string name) =>
        catalog.Read(db => db.QuerySingleOrDefault<ArtifactType>(
            $"SELECT {TypeColumns} FROM artifact_type WHERE project_id = @project AND name = @name", new { project, name }));

    /// <summary>The type of that name, made where it is missing.</summary>
    public async Task<Outcome<ArtifactType>> OpenTypeAsync(
        Caller caller, long project, string name, string? description, CancellationToken cancellationToken = default)
    {
        if (ArtifactRules.CheckName("type", name) is { } refusal)
            return refusal;
        await catalog.WriteAsync(
            db =>
            {
                var id = OpenType(db, project, name, Now());
                if (description is not null)
                    db.Execute("UPDATE artifact_type SET description = @description WHERE id = @id", new { id, description });
            },
            cancellationToken).ConfigureAwait(false);
        return FindType(caller, project, name)!;
    }

    /// <summary>The collection of that id; null when there is none.</summary>
    public ArtifactCollection? Find(Caller caller, long id) =>
        catalog.Read(db => ArtifactRows.Collection(db, "WHERE c.id = @id", new { id }));

    /// <summary>The collection of that name; null when there is none.</summary>
    public ArtifactCollection? Find(Caller caller, long project, string name) =>
        catalog.Read(db => FindIn(db, project, name));

    /// <summary>The collection that a client named before it had a number; null when there is none.</summary>
    public ArtifactCollection? FindByClientId(Caller caller, string clientId) =>
        catalog.Read(db => ArtifactRows.Collection(db, "WHERE c.client_id = @clientId", new { clientId }));

    /// <summary>The collections of a project, of one type or of all, newest first.</summary>
    public IReadOnlyList<ArtifactCollection> List(Caller caller, long project, string? type = null) =>
        catalog.Read(db => ArtifactRows.Collections(
            db,
            $"WHERE c.project_id = @project {(type is null ? "" : "AND t.name = @type")} ORDER BY c.id DESC",
            new { project, type }));

    /// <summary>The versions of a collection with their places, newest place first.</summary>
    public IReadOnlyList<ArtifactMembership> Memberships(Caller caller, long collection) =>
        catalog.Read(db => db.Query<ArtifactMembership>(
            $"SELECT {ArtifactRows.MembershipColumns} FROM artifact_membership m WHERE m.collection_id = @collection ORDER BY m.version DESC",
            new { collection }).ToList());

    /// <summary>All places of a version.</summary>
    public IReadOnlyList<ArtifactMembership> MembershipsOf(Caller caller, long artifact) =>
        catalog.Read(db => db.Query<ArtifactMembership>(
            $"SELECT {ArtifactRows.MembershipColumns} FROM artifact_membership m WHERE m.artifact_id = @artifact ORDER BY m.id",
            new { artifact }).ToList());

    /// <summary>The place that <c>v3</c>, an alias or a digest names in a collection; null when it names none.</summary>
    public ArtifactMembership? Resolve(Caller caller, long collection, string word) => catalog.Read(db =>
    {
        const string Select = $"SELECT {ArtifactRows.MembershipColumns} FROM artifact_membership m ";
        if (ArtifactRules.IsVersion(word, out var version))
        {
            return db.QuerySingleOrDefault<ArtifactMembership>(
                Select + "WHERE m.collection_id = @collection AND m.version = @version", new { collection, version });
        }

        return db.QuerySingleOrDefault<ArtifactMembership>(
                Select + "JOIN artifact_alias l ON l.collection_id = m.collection_id AND l.artifact_id = m.artifact_id " +
                "WHERE m.collection_id = @collection AND l.name = @word", new { collection, word })
            ?? db.QueryFirstOrDefault<ArtifactMembership>(
                Select + "JOIN artifact a ON a.id = m.artifact_id " +
                "WHERE m.collection_id = @collection AND a.digest = @word ORDER BY m.version DESC", new { collection, word });
    });

    /// <summary>The aliases of a collection, or of one version in it.</summary>
    public IReadOnlyList<ArtifactAlias> Aliases(Caller caller, long collection, long? artifact = null) =>
        catalog.Read(db => db.Query<ArtifactAlias>(
            $"""
            SELECT {ArtifactRows.AliasColumns} FROM artifact_alias
            WHERE collection_id = @collection {(artifact is null ? "" : "AND artifact_id = @artifact")} ORDER BY id
            """,
            new { collection, artifact }).ToList());

    /// <summary>All aliases of a version, in every collection.</summary>
    public IReadOnlyList<ArtifactAlias> AliasesOf(Caller caller, long artifact) =>
        catalog.Read(db => db.Query<ArtifactAlias>(
            $"SELECT {ArtifactRows.AliasColumns} FROM artifact_alias WHERE artifact_id = @artifact ORDER BY id", new { artifact }).ToList());

    /// <summary>Renames or describes a collection; null leaves a field alone, a taken name is a conflict.</summary>
    public async Task<Outcome<ArtifactCollection>> UpdateAsync(
        Caller caller, long id, string? name, string? description, string? type, CancellationToken cancellationToken = default)
    {
        if ((name is null ? null : ArtifactRules.CheckName("collection", name)) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<ArtifactCollection>>(
            db =>
            {
                if (ArtifactRows.Collection(db, "WHERE c.id = @id", new { id }) is not { } known)
                    return Refusal.NotFound($"There is no collection with id {id}.");
                if (name is not null && FindIn(db, known.ProjectId, name) is { } taken && taken.Id != id)
                    return Refusal.Conflict("name", $"A collection named '{name}' exists already.");
                db.Execute(
                    """
                    UPDATE artifact_collection SET name = coalesce(@name, name), description = coalesce(@description, description),
                        type_id = @typeId, updated_at = @now
                    WHERE id = @id
                    """,
                    new
                    {
                        id,
                        name,
                        description,
                        typeId = type is null ? known.TypeId : OpenType(db, known.ProjectId, type, Now()),
                        now = Now(),
                    });
                return ArtifactRows.Collection(db, "WHERE c.id = @id", new { id })!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds and removes a collection's tags.</summary>
    public Task TagAsync(
        Caller caller, long id, IReadOnlyList<string> add, IReadOnlyList<string> remove,
        CancellationToken cancellationToken = default) => catalog.WriteAsync(
            db =>
            {
                db.Execute("INSERT OR IGNORE INTO artifact_collection_tag VALUES (@id, @name)", add.Select(name => new { id, name }));
                db.Execute(
                    "DELETE FROM artifact_collection_tag WHERE collection_id = @id AND name = @name",
                    remove.Select(name => new { id, name }));
            },
            cancellationToken);

    /// <summary>Removes a collection; the versions made in a sequence go with it, linked ones stay where they were made.</summary>
    public Task<Outcome<ArtifactCollection>> DeleteAsync(
        Caller caller, long id, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<ArtifactCollection>>(
            db =>
            {
                if (ArtifactRows.Collection(db, "WHERE c.id = @id", new { id }) is not { } known)
                    return Refusal.NotFound($"There is no collection with id {id}.");
                db.Execute(
                    """
                    DELETE FROM artifact_alias WHERE collection_id = @id
                        OR artifact_id IN (SELECT id FROM artifact WHERE collection_id = @id);
                    DELETE FROM artifact_membership WHERE collection_id = @id
                        OR artifact_id IN (SELECT id FROM artifact WHERE collection_id = @id);
                    DELETE FROM artifact_collection_tag WHERE collection_id = @id;
                    UPDATE artifact SET state = 'deleted', updated_at = @now WHERE collection_id = @id;
                    DELETE FROM artifact_collection WHERE id = @id;
                    """,
                    new { id, now = Now() });
                return known;
            },
            cancellationToken);

    /// <summary>The id of the type of that name, made where it is missing, inside a transaction.</summary>
    internal static long OpenType(SqliteConnection db, long project, string name, long now) =>
        db.ExecuteScalar<long?>(
            "SELECT id FROM artifact_type WHERE project_id = @project AND name = @name", new { project, name })
        ?? db.ExecuteScalar<long>(
            "INSERT INTO artifact_type (project_id, name, created_at) VALUES (@project, @name, @now) RETURNING id",
            new { project, name, now });

    /// <summary>The collection of that name, made where it is missing, inside a transaction.</summary>
    internal static Outcome<ArtifactCollection> Open(
        SqliteConnection db, long project, string name, string type, ArtifactCollectionKind kind, string? clientId, long now)
    {
        if ((ArtifactRules.CheckName("collection", name) ?? ArtifactRules.CheckName("type", type)) is { } refusal)
            return refusal;
        if (FindIn(db, project, name) is { } known)
        {
            if (known.Type != type)
            {
                return Refusal.Invalid(
                    "type", $"Collection '{name}' is of type '{known.Type}', not '{type}'.", remedy: "Use another name or that type.");
            }

            if (known.Kind != kind)
                return Refusal.Invalid("name", $"'{name}' is a collection of another kind.", remedy: "Use another name.");
            if (clientId is not null)
                db.Execute("UPDATE artifact_collection SET client_id = @clientId WHERE id = @Id", new { known.Id, clientId });
            return known;
        }

        var id = db.ExecuteScalar<long>(
            """
            INSERT INTO artifact_collection (project_id, type_id, name, kind, client_id, created_at, updated_at)
            VALUES (@project, @typeId, @name, @kind, @clientId, @now, @now) RETURNING id
            """,
            new
            {
                project,
                typeId = OpenType(db, project, type, now),
                name,
                kind = kind == ArtifactCollectionKind.Portfolio ? "portfolio" : "sequence",
                clientId,
                now,
            });
        return ArtifactRows.Collection(db, "WHERE c.id = @id", new { id })!;
    }

    private static ArtifactCollection? FindIn(SqliteConnection db, long project, string name) =>
        ArtifactRows.Collection(db, "WHERE c.project_id = @project AND c.name = @name", new { project, name });

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
