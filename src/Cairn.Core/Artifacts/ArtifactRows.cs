using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Artifacts;

/// <summary>Reads the rows of the artifact tables.</summary>
internal static class ArtifactRows
{
    private const string CollectionSql =
        """
        SELECT c.id AS Id, c.project_id AS ProjectId, c.type_id AS TypeId, t.name AS Type, c.name AS Name, c.kind AS Kind,
            c.description AS Description, c.created_at AS CreatedAt, c.updated_at AS UpdatedAt,
            (SELECT json_group_array(name) FROM artifact_collection_tag WHERE collection_id = c.id) AS Tags
        FROM artifact_collection c JOIN artifact_type t ON t.id = c.type_id
        """;

    private const string ArtifactSql =
        """
        SELECT a.id AS Id, a.collection_id AS CollectionId, a.version AS Version, a.state AS State, a.digest AS Digest,
            a.description AS Description, a.metadata AS Metadata, a.run_id AS RunId, a.step AS Step, a.size AS Size,
            a.file_count AS FileCount, a.time_to_live AS TimeToLive, a.created_at AS CreatedAt, a.updated_at AS UpdatedAt,
            (SELECT json_group_array(name) FROM artifact_tag WHERE artifact_id = a.id) AS Tags
        FROM artifact a
        """;

    public const string MembershipColumns =
        "m.id AS Id, m.collection_id AS CollectionId, m.artifact_id AS ArtifactId, m.version AS Version, m.created_at AS CreatedAt";

    public const string AliasColumns = "id AS Id, collection_id AS CollectionId, artifact_id AS ArtifactId, name AS Name";

    public static List<ArtifactCollection> Collections(SqliteConnection db, string where, object values) =>
        [.. db.Query<CollectionRow>($"{CollectionSql} {where}", values).Select(row => row.ToCollection())];

    public static ArtifactCollection? Collection(SqliteConnection db, string where, object values) =>
        Collections(db, where, values) is [var only, ..] ? only : null;

    public static List<Artifact> Artifacts(SqliteConnection db, string where, object values) =>
        [.. db.Query<ArtifactRow>($"{ArtifactSql} {where}", values).Select(row => row.ToArtifact())];

    public static Artifact? Artifact(SqliteConnection db, long id) =>
        Artifacts(db, "WHERE a.id = @id", new { id }) is [var only] ? only : null;

    private static string[] Names(string json)
    {
        var names = JsonSerializer.Deserialize<string[]>(json)!;
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    // Properties, not a constructor: an empty answer does not tell the type of a computed column.
    private sealed record CollectionRow
    {
        public long Id { get; init; }
        public long ProjectId { get; init; }
        public long TypeId { get; init; }
        public string Type { get; init; } = "";
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Description { get; init; }
        public long CreatedAt { get; init; }
        public long UpdatedAt { get; init; }
        public string Tags { get; init; } = "";

        public ArtifactCollection ToCollection() => new()
        {
            Id = Id,
            ProjectId = ProjectId,
            TypeId = TypeId,
            Type = Type,
            Name = Name,
            Kind = Kind == "portfolio" ? ArtifactCollectionKind.Portfolio : ArtifactCollectionKind.Sequence,
            Description = Description,
            Tags = Names(Tags),
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }

    private sealed record ArtifactRow
    {
        public long Id { get; init; }
        public long CollectionId { get; init; }
        public long? Version { get; init; }
        public string State { get; init; } = "";
        public string Digest { get; init; } = "";
        public string? Description { get; init; }
        public string Metadata { get; init; } = "";
        public long? RunId { get; init; }
        public long? Step { get; init; }
        public long Size { get; init; }
        public long FileCount { get; init; }
        public long? TimeToLive { get; init; }
        public long CreatedAt { get; init; }
        public long UpdatedAt { get; init; }
        public string Tags { get; init; } = "";

        public Artifact ToArtifact() => new()
        {
            Id = Id,
            CollectionId = CollectionId,
            Version = Version,
            State = State switch
            {
                "committed" => ArtifactState.Committed,
                "pending" => ArtifactState.Pending,
                _ => ArtifactState.Deleted,
            },
            Digest = Digest,
            Description = Description,
            Metadata = JsonElement.Parse(Metadata),
            RunId = RunId,
            Step = Step,
            Size = Size,
            FileCount = FileCount,
            TimeToLive = TimeToLive,
            Tags = Names(Tags),
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
