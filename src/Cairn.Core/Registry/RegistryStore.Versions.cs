using Cairn.Core.Access;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Registry;

public sealed partial class RegistryStore
{
    private const string VersionSelect =
        """
        SELECT v.model_id AS ModelId, m.name AS Name, v.number AS Number, v.description AS Description,
            v.source AS Source, v.storage AS Storage, v.run_uid AS RunUid, v.run_link AS RunLink,
            v.logged_model AS LoggedModel, v.stage AS Stage, v.labels AS Labels, v.created_at AS CreatedAt,
            v.updated_at AS UpdatedAt
        FROM model_version v JOIN registered_model m ON m.id = v.model_id
        """;

    /// <summary>A version of a model; null when there is none or it was deleted.</summary>
    public ModelVersion? FindVersion(Caller caller, string name, long number) =>
        catalog.Read(db => FindVersionIn(db, name, number));

    /// <summary>The versions of a model, newest first; those of all models when no name is given.</summary>
    public IReadOnlyList<ModelVersion> Versions(Caller caller, string? name = null) => catalog.Read(db =>
    {
        var aliases = db.Query<AliasRow>("SELECT model_id AS ModelId, alias AS Alias, number AS Number FROM model_alias")
            .ToLookup(row => (row.ModelId, row.Number), row => row.Alias);
        return db.Query<VersionRow>(
                $"{VersionSelect} WHERE @name IS NULL OR m.name = @name ORDER BY m.name, v.number DESC", new { name })
            .Select(row => row.ToVersion(aliases[(row.ModelId, row.Number)]))
            .ToList();
    });

    /// <summary>Adds a version to a model; its number and times are made here.</summary>
    public Task<Outcome<ModelVersion>> AddVersionAsync(
        Caller caller, ModelVersion version, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<ModelVersion>>(
            db =>
            {
                if (FindIn(db, version.Name) is not { } model)
                    return NoModel(version.Name);
                var now = Now();
                var number = db.ExecuteScalar<long>(
                    """
                    UPDATE registered_model SET last_number = last_number + 1, updated_at = @now WHERE id = @Id
                    RETURNING last_number
                    """,
                    new { now, model.Id });
                var made = version with { ModelId = model.Id, Number = number, CreatedAt = now, UpdatedAt = now };
                db.Execute(
                    """
                    INSERT INTO model_version (model_id, number, description, source, storage, run_uid, run_link,
                        logged_model, stage, labels, created_at, updated_at)
                    VALUES (@ModelId, @Number, @Description, @Source, @Storage, @RunUid, @RunLink,
                        @LoggedModel, @Stage, @Labels, @CreatedAt, @UpdatedAt)
                    """,
                    VersionRow.From(made));
                return made;
            },
            cancellationToken);

    /// <summary>
    /// Changes a version (description, labels, stage) by what <paramref name="change"/> makes of it.
    /// </summary>
    public Task<Outcome<ModelVersion>> UpdateVersionAsync(
        Caller caller, string name, long number, Func<ModelVersion, ModelVersion> change,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<ModelVersion>>(
            db =>
            {
                if (FindVersionIn(db, name, number) is not { } version)
                    return NoVersion(name, number);
                var changed = change(version);
                return Keep(db, changed, touch: changed.Labels == version.Labels);
            },
            cancellationToken);

    /// <summary>Puts a version into a stage; on demand all others of that stage are archived.</summary>
    public Task<Outcome<ModelVersion>> MoveAsync(
        Caller caller, string name, long number, ModelStage stage, bool archiveOthers,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<ModelVersion>>(
            db =>
            {
                if (FindVersionIn(db, name, number) is not { } version)
                    return NoVersion(name, number);
                if (archiveOthers)
                {
                    db.Execute(
                        """
                        UPDATE model_version SET stage = @archived, updated_at = @now
                        WHERE model_id = @ModelId AND stage = @stage AND number <> @number
                        """,
                        new { archived = ModelStage.Archived, now = Now(), version.ModelId, stage, number });
                }

                db.Execute(
                    "UPDATE registered_model SET updated_at = @now WHERE id = @ModelId", new { now = Now(), version.ModelId });
                return Keep(db, version with { Stage = stage }, touch: true);
            },
            cancellationToken);

    /// <summary>Deletes a version and the aliases that point at it.</summary>
    public Task<Outcome<ModelVersion>> DeleteVersionAsync(
        Caller caller, string name, long number, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<ModelVersion>>(
            db =>
            {
                if (FindVersionIn(db, name, number) is not { } version)
                    return NoVersion(name, number);
                var key = new { version.ModelId, number };
                db.Execute("DELETE FROM model_alias WHERE model_id = @ModelId AND number = @number", key);
                db.Execute("DELETE FROM model_version WHERE model_id = @ModelId AND number = @number", key);
                db.Execute(
                    "UPDATE registered_model SET updated_at = @now WHERE id = @ModelId", new { now = Now(), version.ModelId });
                return version;
            },
            cancellationToken);

    private ModelVersion Keep(SqliteConnection db, ModelVersion version, bool touch)
    {
        var changed = version with { UpdatedAt = touch ? Now() : version.UpdatedAt };
        db.Execute(
            """
            UPDATE model_version SET description = @Description, stage = @Stage, labels = @Labels, updated_at = @UpdatedAt
            WHERE model_id = @ModelId AND number = @Number
            """,
            VersionRow.From(changed));
        return changed;
    }

    private static ModelVersion? FindVersionIn(SqliteConnection db, string name, long number)
    {
        var row = db.QuerySingleOrDefault<VersionRow>(
            $"{VersionSelect} WHERE m.name = @name AND v.number = @number", new { name, number });
        return row?.ToVersion(db.Query<string>(
            "SELECT alias FROM model_alias WHERE model_id = @ModelId AND number = @Number ORDER BY alias",
            new { row.ModelId, row.Number }));
    }

    private sealed record VersionRow(
        long ModelId, string Name, long Number, string? Description, string Source, string Storage, string? RunUid,
        string? RunLink, string? LoggedModel, long Stage, string Labels, long CreatedAt, long UpdatedAt)
    {
        public static VersionRow From(ModelVersion version) => new(
            version.ModelId, version.Name, version.Number, version.Description, version.Source, version.Storage,
            version.RunUid, version.RunLink, version.LoggedModel, (long)version.Stage, LabelMap.Write(version.Labels),
            version.CreatedAt, version.UpdatedAt);

        public ModelVersion ToVersion(IEnumerable<string> aliases) => new()
        {
            ModelId = ModelId,
            Name = Name,
            Number = Number,
            Description = Description,
            Source = Source,
            Storage = Storage,
            RunUid = RunUid,
            RunLink = RunLink,
            LoggedModel = LoggedModel,
            Stage = (ModelStage)Stage,
            Labels = LabelMap.Read(Labels),
            Aliases = [.. aliases],
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
