using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Artifacts;

/// <summary>Makes, commits, links, changes and removes versions.</summary>
public sealed class ArtifactStore(SqliteDatabase catalog, TimeProvider time)
{
    /// <summary>The version of that id, in any state; null when there is none.</summary>
    public Artifact? Find(Caller caller, long id) => catalog.Read(db => ArtifactRows.Artifact(db, id));

    /// <summary>The versions of those ids that exist, in the order asked.</summary>
    public IReadOnlyList<Artifact> Find(Caller caller, IReadOnlyList<long> ids)
    {
        var found = catalog.Read(db => ids.Chunk(500)
            .SelectMany(some => ArtifactRows.Artifacts(db, "WHERE a.id IN @some", new { some }))
            .ToDictionary(artifact => artifact.Id));
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>The version that a client named before it had a number; null when there is none.</summary>
    public Artifact? FindByClientId(Caller caller, string clientId) => catalog.Read(db =>
        ArtifactRows.Artifacts(db, "WHERE a.client_id = @clientId ORDER BY a.id DESC LIMIT 1", new { clientId }) is [var only] ? only : null);

    /// <summary>What a run logged, oldest first.</summary>
    public IReadOnlyList<Artifact> LoggedBy(Caller caller, long run) => catalog.Read(db => ArtifactRows.Artifacts(
        db,
        """
        WHERE a.state = 'committed' AND (a.run_id = @run OR a.id IN (SELECT artifact_id FROM artifact_logged WHERE run_id = @run))
        ORDER BY a.id
        """,
        new { run }));

    /// <summary>What a run used, oldest use first.</summary>
    public IReadOnlyList<Artifact> UsedBy(Caller caller, long run) => catalog.Read(db => ArtifactRows.Artifacts(
        db, "JOIN artifact_use u ON u.artifact_id = a.id WHERE u.run_id = @run ORDER BY u.at, a.id", new { run }));

    /// <summary>The ids of the runs that used a version.</summary>
    public IReadOnlyList<long> UsersOf(Caller caller, long artifact) => catalog.Read(db => db.Query<long>(
        "SELECT run_id FROM artifact_use WHERE artifact_id = @artifact ORDER BY at, run_id", new { artifact }).ToList());

    /// <summary>
    /// Begins a version in a sequence, or answers the committed one of the same digest with its new aliases and tags.
    /// </summary>
    public async Task<Outcome<Artifact>> StartAsync(
        Caller caller, Project project, ArtifactStart start, CancellationToken cancellationToken = default)
    {
        if (CheckAliases(start.Aliases) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                var opened = ArtifactCollectionStore.Open(
                    db, project.Id, start.Collection, start.Type, ArtifactCollectionKind.Sequence, start.SequenceClientId, Now());
                if (!opened.Try(out var collection, out var problem))
                    return problem;
                var same = start.Deduplicate
                    ? db.QueryFirstOrDefault<long?>(
                        "SELECT id FROM artifact WHERE collection_id = @Id AND digest = @Digest AND state = 'committed' ORDER BY id DESC",
                        new { collection.Id, start.Digest })
                    : null;

                // A client that lost the answer begins the same version again.
                var begun = same is null && start.ClientId is not null
                    ? db.QueryFirstOrDefault<long?>(
                        "SELECT id FROM artifact WHERE collection_id = @Id AND client_id = @ClientId AND digest = @Digest AND state = 'pending'",
                        new { collection.Id, start.ClientId, start.Digest })
                    : null;
                var id = same ?? begun ?? Insert(db, collection.Id, start);
                if (same is not null)
                {
                    if (start.ClientId is not null)
                        db.Execute("UPDATE artifact SET client_id = @ClientId WHERE id = @id", new { id, start.ClientId });
                    if (start.RunId is not null)
                        db.Execute("INSERT OR IGNORE INTO artifact_logged (run_id, artifact_id) VALUES (@RunId, @id)", new { start.RunId, id });
                    MoveAliases(db, collection.Id, id, start.Aliases);
                }

                AddTags(db, id, start.Tags);
                return ArtifactRows.Artifact(db, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a pending version its number and its aliases, <c>latest</c> among them; doing it again changes nothing.</summary>
    public Task<Outcome<Artifact>> CommitAsync(Caller caller, long id, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, id) is not { } artifact)
                    return Refusal.NotFound($"There is no artifact with id {id}.");
                if (artifact.State == ArtifactState.Deleted)
                    return Refusal.Deleted("The artifact was deleted before it was committed.");
                if (artifact.State == ArtifactState.Committed)
                    return artifact;
                var now = Now();
                var version = Place(db, artifact.CollectionId, id, now);
                db.Execute(
                    """
                    UPDATE artifact SET state = 'committed', version = @version, updated_at = @now,
                        size = (SELECT coalesce(sum(size), 0) FROM artifact_entry WHERE artifact_id = @id),
                        file_count = (SELECT count(*) FROM artifact_entry WHERE artifact_id = @id)
                    WHERE id = @id;
                    UPDATE artifact_collection SET updated_at = @now WHERE id = @CollectionId
                    """,
                    new { id, version, now, artifact.CollectionId });
                var wanted = db.ExecuteScalar<string>("SELECT wanted_aliases FROM artifact WHERE id = @id", new { id })!;
                MoveAliases(db, artifact.CollectionId, id, [.. JsonSerializer.Deserialize<string[]>(wanted)!, ArtifactRules.Latest]);
                return ArtifactRows.Artifact(db, id)!;
            },
            cancellationToken);

    /// <summary>Changes what can be changed of a version.</summary>
    public Task<Outcome<Artifact>> UpdateAsync(
        Caller caller, long id, ArtifactChange change, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, id) is not { State: not ArtifactState.Deleted })
                    return Refusal.NotFound($"There is no artifact with id {id}.");
                db.Execute(
                    """
                    UPDATE artifact SET description = coalesce(@Description, description),
                        metadata = coalesce(@metadata, metadata), time_to_live = coalesce(@TimeToLive, time_to_live),
                        updated_at = @now
                    WHERE id = @id
                    """,
                    new { id, change.Description, metadata = change.Metadata?.GetRawText(), change.TimeToLive, now = Now() });
                AddTags(db, id, change.TagsToAdd);
                db.Execute(
                    "DELETE FROM artifact_tag WHERE artifact_id = @id AND name = @name",
                    change.TagsToRemove.Select(name => new { id, name }));
                return ArtifactRows.Artifact(db, id)!;
            },
            cancellationToken);

    /// <summary>Points aliases of a collection at a version that is in it.</summary>
    public async Task<Outcome<Artifact>> AddAliasesAsync(
        Caller caller, long collection, long artifact, IReadOnlyList<string> aliases, CancellationToken cancellationToken = default)
    {
        if (CheckAliases(aliases) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                if (!IsMember(db, collection, artifact))
                    return Refusal.NotFound($"Artifact {artifact} is not in collection {collection}.");
                MoveAliases(db, collection, artifact, aliases);
                return ArtifactRows.Artifact(db, artifact)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes aliases of a collection from a version; those that point elsewhere are left alone.</summary>
    public Task RemoveAliasesAsync(
        Caller caller, long collection, long artifact, IReadOnlyList<string> aliases, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute(
                "DELETE FROM artifact_alias WHERE collection_id = @collection AND artifact_id = @artifact AND name = @name",
                aliases.Select(name => new { collection, artifact, name })),
            cancellationToken);

    /// <summary>
    /// Links a committed version into a portfolio, made where it is missing; linking it again answers the same place.
    /// </summary>
    public async Task<Outcome<ArtifactMembership>> LinkAsync(
        Caller caller, long artifact, Project project, string portfolio, IReadOnlyList<string> aliases,
        CancellationToken cancellationToken = default)
    {
        if (CheckAliases(aliases) is { } refusal)
            return refusal;
        return await catalog.WriteAsync<Outcome<ArtifactMembership>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, artifact) is not { State: ArtifactState.Committed } source)
                    return Refusal.Invalid("artifact", "Only a committed version can be linked.");
                var type = db.ExecuteScalar<string>(
                    "SELECT t.name FROM artifact_collection c JOIN artifact_type t ON t.id = c.type_id WHERE c.id = @CollectionId",
                    new { source.CollectionId })!;
                var opened = ArtifactCollectionStore.Open(
                    db, project.Id, portfolio, type, ArtifactCollectionKind.Portfolio, null, Now());
                if (!opened.Try(out var collection, out var problem))
                    return problem;
                Place(db, collection.Id, artifact, Now());
                MoveAliases(db, collection.Id, artifact, [.. aliases, ArtifactRules.Latest]);
                return db.QuerySingle<ArtifactMembership>(
                    $"""
                    SELECT {ArtifactRows.MembershipColumns} FROM artifact_membership m
                    WHERE m.collection_id = @Id AND m.artifact_id = @artifact
                    """,
                    new { collection.Id, artifact });
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a version out of a portfolio; false when it was not in it.</summary>
    public Task<bool> UnlinkAsync(
        Caller caller, long artifact, long portfolio, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db =>
            {
                db.Execute(
                    "DELETE FROM artifact_alias WHERE collection_id = @portfolio AND artifact_id = @artifact", new { portfolio, artifact });
                return db.Execute(
                    """
                    DELETE FROM artifact_membership WHERE collection_id = @portfolio AND artifact_id = @artifact
                        AND collection_id IN (SELECT id FROM artifact_collection WHERE kind = 'portfolio')
                    """,
                    new { portfolio, artifact }) > 0;
            },
            cancellationToken);

    /// <summary>Notes that a run used a version.</summary>
    public Task<Outcome<Artifact>> UseAsync(
        Caller caller, long artifact, long run, string? usedAs, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, artifact) is not { State: not ArtifactState.Deleted } found)
                    return Refusal.NotFound($"There is no artifact with id {artifact}, or it was deleted.");
                db.Execute(
                    "INSERT INTO artifact_use VALUES (@run, @artifact, @usedAs, @now) ON CONFLICT DO NOTHING",
                    new { run, artifact, usedAs, now = Now() });
                return found;
            },
            cancellationToken);

    /// <summary>Removes a version; one with aliases beside <c>latest</c> only when they may go with it.</summary>
    public Task<Outcome<Artifact>> DeleteAsync(
        Caller caller, long id, bool withAliases, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<Artifact>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, id) is not { State: not ArtifactState.Deleted } artifact)
                    return Refusal.NotFound($"There is no artifact with id {id}.");
                var aliases = db.Query<string>("SELECT name FROM artifact_alias WHERE artifact_id = @id", new { id }).ToList();
                if (aliases.Count > 0 && !withAliases)
                {
                    return Refusal.Conflict(
                        "aliases", $"The version has the aliases {string.Join(", ", aliases)}.", "Remove them, or delete it with its aliases.");
                }

                Delete(db, id, Now());
                return artifact with { State = ArtifactState.Deleted };
            },
            cancellationToken);

    /// <summary>Removes the versions whose time to live has passed; answers how many.</summary>
    public Task<int> ExpireAsync(CancellationToken cancellationToken = default)
    {
        var expired = catalog.Read(db => db.Query<long>(
            """
            SELECT id FROM artifact
            WHERE time_to_live > 0 AND state = 'committed' AND created_at + time_to_live * 1000 < @now LIMIT 1000
            """,
            new { now = Now() }).ToList());
        return expired.Count == 0
            ? Task.FromResult(0)
            : catalog.WriteAsync(
                db =>
                {
                    foreach (var id in expired)
                        Delete(db, id, Now());
                    return expired.Count;
                },
                cancellationToken);
    }

    private long Insert(SqliteConnection db, long collection, ArtifactStart start) => db.ExecuteScalar<long>(
        """
        INSERT INTO artifact (collection_id, state, digest, description, metadata, run_id, step, time_to_live, client_id,
            wanted_aliases, created_at, updated_at)
        VALUES (@collection, 'pending', @Digest, @Description, @metadata, @RunId, @Step, @TimeToLive, @ClientId, @aliases, @now, @now)
        RETURNING id
        """,
        new
        {
            collection,
            start.Digest,
            start.Description,
            metadata = (start.Metadata ?? JsonObjects.Empty).GetRawText(),
            start.RunId,
            start.Step,
            start.TimeToLive,
            start.ClientId,
            aliases = JsonSerializer.Serialize(start.Aliases),
            now = Now(),
        });

    // The version's number in the collection: the one it has, else the next.
    private static long Place(SqliteConnection db, long collection, long artifact, long now) =>
        db.ExecuteScalar<long>(
            """
            INSERT INTO artifact_membership (collection_id, artifact_id, version, created_at)
            VALUES (@collection, @artifact, 1 + max(
                coalesce((SELECT max(version) FROM artifact_membership WHERE collection_id = @collection), -1),
                coalesce((SELECT max(version) FROM artifact WHERE collection_id = @collection), -1)), @now)
            ON CONFLICT (collection_id, artifact_id) DO UPDATE SET created_at = created_at
            RETURNING version
            """,
            new { collection, artifact, now });

    private static void MoveAliases(SqliteConnection db, long collection, long artifact, IEnumerable<string> aliases)
    {
        foreach (var name in aliases.Distinct().Where(name => !ArtifactRules.IsVersion(name, out _)))
        {
            db.Execute(
                """
                INSERT INTO artifact_alias (collection_id, artifact_id, name) VALUES (@collection, @artifact, @name)
                ON CONFLICT (collection_id, name) DO UPDATE SET artifact_id = excluded.artifact_id
                """,
                new { collection, artifact, name });
        }
    }

    private static void AddTags(SqliteConnection db, long artifact, IReadOnlyList<string> tags) => db.Execute(
        "INSERT OR IGNORE INTO artifact_tag VALUES (@artifact, @name)", tags.Select(name => new { artifact, name }));

    private static bool IsMember(SqliteConnection db, long collection, long artifact) => db.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM artifact_membership WHERE collection_id = @collection AND artifact_id = @artifact)",
        new { collection, artifact });

    private static void Delete(SqliteConnection db, long id, long now) => db.Execute(
        """
        DELETE FROM artifact_alias WHERE artifact_id = @id;
        DELETE FROM artifact_membership WHERE artifact_id = @id;
        UPDATE artifact SET state = 'deleted', updated_at = @now WHERE id = @id;
        """,
        new { id, now });

    private static Refusal? CheckAliases(IReadOnlyList<string> aliases) =>
        aliases.Where(alias => !ArtifactRules.IsVersion(alias, out _)).Select(ArtifactRules.CheckAlias)
            .FirstOrDefault(refusal => refusal is not null);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
