using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Landmarks;

/// <summary>Reads and writes the landmarks of projects.</summary>
public sealed class LandmarkStore(SqliteDatabase catalog)
{
    private const string Columns =
        "id AS Id, metric AS Metric, name AS Name, kind AS Kind, value AS Value, run_id AS Run, grp AS \"Group\", " +
        "aggregate AS Aggregate, higher_is_better AS HigherIsBetter, examples AS Examples, " +
        "source AS Source";

    internal static Migration Schema { get; } = new(
        "landmarks",
        """
        CREATE TABLE landmark (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            metric TEXT NOT NULL,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            value REAL,
            run_id INTEGER,
            grp TEXT,
            aggregate INTEGER NOT NULL,
            higher_is_better INTEGER NOT NULL,
            source TEXT,
            UNIQUE (project_id, metric, name));
        """);

    internal static Migration ExamplesSchema { get; } = new(
        "examples of landmarks", "ALTER TABLE landmark ADD COLUMN examples INTEGER;");

    /// <summary>The landmarks of a project, by metric and in the order they were first set.</summary>
    public IReadOnlyList<Landmark> List(Caller caller, long project) =>
        catalog.Read(db => db.Query<Row>(
            $"SELECT {Columns} FROM landmark WHERE project_id = @project ORDER BY metric, id", new { project })
            .Select(row => row.ToLandmark()).ToList());

    /// <summary>Sets a landmark; one of the same metric and name is replaced and keeps its id.</summary>
    public async Task<Outcome<Landmark>> SetAsync(
        Caller caller, long project, Landmark landmark, CancellationToken cancellationToken = default)
    {
        if (LandmarkRules.Check(landmark) is { } refusal)
            return refusal;
        var id = await catalog.WriteAsync(
            db => db.ExecuteScalar<long>(
                """
                INSERT INTO landmark
                    (project_id, metric, name, kind, value, run_id, grp, aggregate, higher_is_better, examples, source)
                VALUES (@project, @Metric, @Name, @Kind, @Value, @Run, @Group, @Aggregate, @HigherIsBetter, @Examples, @Source)
                ON CONFLICT (project_id, metric, name) DO UPDATE SET kind = excluded.kind, value = excluded.value,
                    run_id = excluded.run_id, grp = excluded.grp, aggregate = excluded.aggregate,
                    higher_is_better = excluded.higher_is_better, examples = excluded.examples, source = excluded.source
                RETURNING id
                """,
                new
                {
                    project,
                    landmark.Metric,
                    landmark.Name,
                    Kind = (int)landmark.Kind,
                    landmark.Value,
                    landmark.Run,
                    landmark.Group,
                    Aggregate = (int)landmark.Aggregate,
                    landmark.HigherIsBetter,
                    landmark.Examples,
                    landmark.Source,
                }),
            cancellationToken).ConfigureAwait(false);
        return landmark with { Id = id };
    }

    /// <summary>Removes a landmark; false when the project has none of that id.</summary>
    public Task<bool> DeleteAsync(
        Caller caller, long project, long id, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute("DELETE FROM landmark WHERE project_id = @project AND id = @id", new { project, id }) > 0,
            cancellationToken);

    private sealed record Row
    {
        public long Id { get; init; }
        public string Metric { get; init; } = "";
        public string Name { get; init; } = "";
        public long Kind { get; init; }
        public double? Value { get; init; }
        public long? Run { get; init; }
        public string? Group { get; init; }
        public long Aggregate { get; init; }
        public bool HigherIsBetter { get; init; }
        public long? Examples { get; init; }
        public string? Source { get; init; }

        public Landmark ToLandmark() => new()
        {
            Id = Id,
            Metric = Metric,
            Name = Name,
            Kind = (LandmarkKind)Kind,
            Value = Value,
            Run = Run,
            Group = Group,
            Aggregate = (LandmarkAggregate)Aggregate,
            HigherIsBetter = HigherIsBetter,
            Examples = (int?)Examples,
            Source = Source,
        };
    }
}
