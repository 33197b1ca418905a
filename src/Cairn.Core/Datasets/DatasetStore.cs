using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Datasets;

/// <summary>Reads and writes datasets and which runs have used them.</summary>
public sealed class DatasetStore(SqliteDatabase catalog)
{
    private const int IdsAtOnce = 500;

    private const string Select =
        """
        SELECT u.run_id AS Run, d.project_id AS ProjectId, d.name AS Name, d.digest AS Digest,
            d.source_type AS SourceType, d.source AS Source, d.schema AS Schema, d.profile AS Profile, u.labels AS Labels
        FROM run_dataset u JOIN dataset d ON d.id = u.dataset_id
        """;

    internal static Migration Schema { get; } = new(
        "datasets",
        """
        CREATE TABLE dataset (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            source_type TEXT NOT NULL,
            source TEXT NOT NULL,
            schema TEXT,
            profile TEXT,
            UNIQUE (project_id, name, digest));
        CREATE TABLE run_dataset (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES run (id),
            dataset_id INTEGER NOT NULL REFERENCES dataset (id),
            labels TEXT NOT NULL,
            UNIQUE (run_id, dataset_id));
        CREATE INDEX run_dataset_dataset ON run_dataset (dataset_id);
        """);

    /// <summary>
    /// Notes that a run has used datasets. What is known of a dataset stays as it was told first; noting a use again
    /// changes nothing.
    /// </summary>
    public Task UseAsync(
        Caller caller, Run run, IReadOnlyList<(Dataset Dataset, IReadOnlyDictionary<string, string> Labels)> uses,
        CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db =>
            {
                foreach (var (dataset, labels) in uses)
                    Use(db, run, dataset, labels);
            },
            cancellationToken);

    /// <summary>What these runs have used, in the order noted.</summary>
    public IReadOnlyList<DatasetUse> OfRuns(Caller caller, IReadOnlyList<long> runs) =>
        catalog.Read(db => runs.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Row>($"{Select} WHERE u.run_id IN @some ORDER BY u.id", new { some }))
            .Select(row => row.ToUse())
            .ToList());

    /// <summary>All uses in these projects, in the order noted; those of runs in the trash too.</summary>
    public IReadOnlyList<DatasetUse> OfProjects(Caller caller, IReadOnlyList<long> projects) =>
        catalog.Read(db => projects.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Row>($"{Select} WHERE d.project_id IN @some ORDER BY u.id", new { some }))
            .Select(row => row.ToUse())
            .ToList());

    private static void Use(SqliteConnection db, Run run, Dataset dataset, IReadOnlyDictionary<string, string> labels)
    {
        db.Execute(
            """
            INSERT OR IGNORE INTO dataset (project_id, name, digest, source_type, source, schema, profile)
            VALUES (@ProjectId, @Name, @Digest, @SourceType, @Source, @Schema, @Profile)
            """,
            new
            {
                run.ProjectId,
                dataset.Name,
                dataset.Digest,
                dataset.SourceType,
                dataset.Source,
                dataset.Schema,
                dataset.Profile,
            });
        db.Execute(
            """
            INSERT OR IGNORE INTO run_dataset (run_id, dataset_id, labels)
            SELECT @Id, id, @labels FROM dataset WHERE project_id = @ProjectId AND name = @Name AND digest = @Digest
            """,
            new { run.Id, labels = LabelMap.Write(labels), run.ProjectId, dataset.Name, dataset.Digest });
    }

    private sealed record Row(
        long Run, long ProjectId, string Name, string Digest, string SourceType, string Source, string? Schema,
        string? Profile, string Labels)
    {
        public DatasetUse ToUse() => new(
            Run, ProjectId, new Dataset(Name, Digest, SourceType, Source, Schema, Profile), LabelMap.Read(Labels));
    }
}
