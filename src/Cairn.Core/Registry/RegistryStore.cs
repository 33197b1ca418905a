using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Registry;

/// <summary>Reads and writes registered models, their versions and aliases.</summary>
public sealed partial class RegistryStore(SqliteDatabase catalog, TimeProvider time)
{
    private const string ModelColumns =
        "id AS Id, name AS Name, description AS Description, labels AS Labels, created_at AS CreatedAt, " +
        "updated_at AS UpdatedAt";

    internal static Migration Schema { get; } = new(
        "model registry",
        """
        CREATE TABLE registered_model (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            description TEXT,
            labels TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            last_number INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE model_version (
            model_id INTEGER NOT NULL REFERENCES registered_model (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            description TEXT,
            source TEXT NOT NULL,
            storage TEXT NOT NULL,
            run_uid TEXT,
            run_link TEXT,
            logged_model TEXT,
            stage INTEGER NOT NULL,
            labels TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (model_id, number)) WITHOUT ROWID;
        CREATE INDEX model_version_run ON model_version (run_uid);
        CREATE TABLE model_alias (
            model_id INTEGER NOT NULL REFERENCES registered_model (id) ON DELETE CASCADE,
            alias TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (model_id, alias),
            FOREIGN KEY (model_id, number) REFERENCES model_version (model_id, number) ON DELETE CASCADE) WITHOUT ROWID;
        """);

    /// <summary>The model of that name; null when there is none.</summary>
    public RegisteredModel? Find(Caller caller, string name) => catalog.Read(db => FindIn(db, name));

    /// <summary>All models by name.</summary>
    public IReadOnlyList<RegisteredModel> List(Caller caller) => catalog.Read(db =>
    {
        var aliases = db.Query<AliasRow>("SELECT model_id AS ModelId, alias AS Alias, number AS Number FROM model_alias")
            .ToLookup(row => row.ModelId);
        return db.Query<ModelRow>($"SELECT {ModelColumns} FROM registered_model ORDER BY name")
            .Select(row => row.ToModel(aliases[row.Id]))
            .ToList();
    });

    /// <summary>Makes a model; a taken name is a conflict.</summary>
    public Task<Outcome<RegisteredModel>> CreateAsync(
        Caller caller, string name, string? description, IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<RegisteredModel>>(
            db =>
            {
                if (FindIn(db, name) is not null)
                    return Refusal.Conflict("name", $"Registered Model (name={name}) already exists.");
                var now = Now();
                db.Execute(
                    """
                    INSERT INTO registered_model (name, description, labels, created_at, updated_at)
                    VALUES (@name, @description, @labels, @now, @now)
                    """,
                    new { name, description, labels = LabelMap.Write(labels), now });
                return FindIn(db, name)!;
            },
            cancellationToken);

    /// <summary>Changes a model (name, description, labels) by what <paramref name="change"/> makes of it; a taken name is a conflict.</summary>
    public Task<Outcome<RegisteredModel>> UpdateAsync(
        Caller caller, string name, Func<RegisteredModel, RegisteredModel> change,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<RegisteredModel>>(
            db =>
            {
                if (FindIn(db, name) is not { } model)
                    return NoModel(name);
                var changed = change(model);

                // A label says something about the model; it does not change it.
                if (changed.Labels == model.Labels)
                    changed = changed with { UpdatedAt = Now() };
                if (changed.Name != name && FindIn(db, changed.Name) is not null)
                    return Refusal.Conflict("name", $"Registered Model (name={changed.Name}) already exists.");
                db.Execute(
                    """
                    UPDATE registered_model SET name = @Name, description = @Description, labels = @labels,
                        updated_at = @UpdatedAt WHERE id = @Id
                    """,
                    new { changed.Name, changed.Description, labels = LabelMap.Write(changed.Labels), changed.UpdatedAt, changed.Id });
                return changed;
            },
            cancellationToken);

    /// <summary>Deletes a model with its versions and aliases.</summary>
    public Task<Outcome<RegisteredModel>> DeleteAsync(
        Caller caller, string name, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<RegisteredModel>>(
            db =>
            {
                if (FindIn(db, name) is not { } model)
                    return NoModel(name);
                db.Execute("DELETE FROM model_alias WHERE model_id = @Id", new { model.Id });
                db.Execute("DELETE FROM registered_model WHERE id = @Id", new { model.Id });
                return model;
            },
            cancellationToken);

    /// <summary>Lets an alias point at a version, wherever it pointed before.</summary>
    public Task<Outcome<RegisteredModel>> SetAliasAsync(
        Caller caller, string name, string alias, long number, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<RegisteredModel>>(
            db =>
            {
                if (FindIn(db, name) is not { } model)
                    return NoModel(name);
                if (FindVersionIn(db, name, number) is null)
                    return NoVersion(name, number);
                db.Execute(
                    "INSERT OR REPLACE INTO model_alias (model_id, alias, number) VALUES (@Id, @alias, @number)",
                    new { model.Id, alias, number });
                return FindIn(db, name)!;
            },
            cancellationToken);

    /// <summary>Removes an alias; nothing happens when there is none of that name.</summary>
    public Task<Outcome<RegisteredModel>> DeleteAliasAsync(
        Caller caller, string name, string alias, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<RegisteredModel>>(
            db =>
            {
                if (FindIn(db, name) is not { } model)
                    return NoModel(name);
                db.Execute("DELETE FROM model_alias WHERE model_id = @Id AND alias = @alias", new { model.Id, alias });
                return FindIn(db, name)!;
            },
            cancellationToken);

    private static RegisteredModel? FindIn(SqliteConnection db, string name)
    {
        var row = db.QuerySingleOrDefault<ModelRow>(
            $"SELECT {ModelColumns} FROM registered_model WHERE name = @name", new { name });
        return row?.ToModel(db.Query<AliasRow>(
            "SELECT model_id AS ModelId, alias AS Alias, number AS Number FROM model_alias WHERE model_id = @Id",
            new { row.Id }));
    }

    private static Refusal NoModel(string name) => Refusal.NotFound($"Registered Model with name={name} not found.");

    private static Refusal NoVersion(string name, long number) =>
        Refusal.NotFound($"Model Version (name={name}, version={number}) not found.");

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record AliasRow(long ModelId, string Alias, long Number);

    private sealed record ModelRow(
        long Id, string Name, string? Description, string Labels, long CreatedAt, long UpdatedAt)
    {
        public RegisteredModel ToModel(IEnumerable<AliasRow> aliases) => new()
        {
            Id = Id,
            Name = Name,
            Description = Description,
            Labels = LabelMap.Read(Labels),
            Aliases = aliases.ToDictionary(row => row.Alias, row => row.Number),
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
