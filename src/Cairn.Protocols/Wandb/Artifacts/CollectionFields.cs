using Cairn.Core.Artifacts;
using Cairn.Core.Projects;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>The fields of artifact types, collections, places in them, and of projects that have them.</summary>
internal sealed class CollectionFields
{
    private readonly WandbTypes _types;
    private readonly ArtifactCollectionStore _collections;
    private readonly ArtifactStore _artifacts;
    private readonly ArtifactNames _names;
    private readonly ArtifactFileStore _files;
    private readonly ArtifactLinks _links;

    public CollectionFields(
        WandbTypes types, ProjectStore projects, ArtifactCollectionStore collections, ArtifactStore artifacts, ArtifactNames names,
        ArtifactFileStore files, ArtifactLinks links)
    {
        (_types, _collections, _artifacts, _names, _files, _links) = (types, collections, artifacts, names, files, links);
        AddCollection(types.Sequence, projects);
        AddCollection(types.Portfolio, projects);
        AddProject(types.Project);
        types.ArtifactType
            .Add("id", type => WandbId.Of("ArtifactType", type.Id))
            .Add("name", type => type.Name)
            .Add("description", type => type.Description)
            .Add("createdAt", type => Times.Iso(type.CreatedAt))
            .Add("artifactCollections", (type, args) => Collections(type.ProjectId, type.Name, args))
            .Also("artifactSequences", "artifactCollections")
            .Add("artifactCollection", (type, args) => types.Collection(OfType(type, args)))
            .Also("artifactSequence", "artifactCollection")
            .Add("artifact", (type, args) => types.Artifact.Of(Version(args, type.ProjectId)));
        types.Alias
            .Add("id", alias => WandbId.Of("ArtifactAlias", alias.Id))
            .Add("alias", alias => alias.Name)
            .Add("artifactCollection", (alias, args) => types.Collection(collections.Find(args.Context.Caller, alias.CollectionId)));
        types.Membership
            .Add("id", place => WandbId.Of("ArtifactCollectionMembership", place.Id))
            .Add("versionIndex", place => place.Version)
            .Add("createdAt", place => Times.Iso(place.CreatedAt))
            .Add("artifact", (place, args) => types.Artifact.Of(artifacts.Find(args.Context.Caller, place.ArtifactId)))
            .Add("artifactCollection", (place, args) => types.Collection(collections.Find(args.Context.Caller, place.CollectionId)))
            .Add("aliases", (place, args) =>
                collections.Aliases(args.Context.Caller, place.CollectionId, place.ArtifactId).Select(types.Alias.Of))
            .Add("files", (place, args) => Files(place.ArtifactId, args));
        types.Query.Add("artifactCollection", (_, args) => types.Collection(
            (WandbId.Number("ArtifactCollection", args.Text("id"))) is { } id ? collections.Find(args.Context.Caller, id) : null));
    }

    /// <summary>The files of a version: those of the names asked for, else all.</summary>
    public GraphNode Files(long artifact, GraphArgs args)
    {
        var entries = _files.Entries(args.Context.Caller, artifact);
        if (args.Texts("names") is { Count: > 0 } names)
            entries = [.. entries.Where(entry => names.Contains(entry.Path))];
        return Connections.Of("File", entries, args, entry => _types.File.Of(_links.Entry(args.Context, artifact, entry)));
    }

    private void AddCollection(GraphType<ArtifactCollection> type, ProjectStore projects) => type
        .Add("id", collection => WandbId.Of("ArtifactCollection", collection.Id))
        .Add("name", collection => collection.Name)
        .Add("description", collection => collection.Description)
        .Constant("state", "READY")
        .Add("createdAt", collection => Times.Iso(collection.CreatedAt))
        .Add("updatedAt", collection => Times.Iso(collection.UpdatedAt))
        .Add("project", (collection, args) => _types.Project.Of(projects.Find(args.Context.Caller, collection.ProjectId)))
        .Add("defaultArtifactType", (collection, args) =>
            _types.ArtifactType.Of(_collections.FindType(args.Context.Caller, collection.ProjectId, collection.Type)))
        .Add("tags", (collection, args) => Connections.Of("Tag", collection.Tags, args, tag => GraphNode.Plain(
            "Tag", ("id", WandbId.Of("Tag", tag)), ("name", tag), ("tagCategoryName", "")), first: 1000))
        .Add("aliases", (collection, args) => Connections.Of(
            "ArtifactAlias", _collections.Aliases(args.Context.Caller, collection.Id), args, _types.Alias.Of))
        .Add("artifactMembership", (collection, args) => _types.Membership.Of(
            args.Filled("aliasName") is { } word ? _collections.Resolve(args.Context.Caller, collection.Id, word) : null))
        .Add("artifactMemberships", (collection, args) => Connections.Of(
            "ArtifactCollectionMembership", _collections.Memberships(args.Context.Caller, collection.Id), args, _types.Membership.Of))
        .Add("latestArtifact", (collection, args) => _types.Artifact.Of(
            _collections.Resolve(args.Context.Caller, collection.Id, ArtifactRules.Latest) is { } place
                ? _artifacts.Find(args.Context.Caller, place.ArtifactId)
                : null))
        .Add("artifacts", Versions);

    private void AddProject(GraphType<Project> type) => type
        .Add("artifact", (project, args) => _types.Artifact.Of(Version(args, project.Id)))
        .Add("artifactCollectionMembership", (project, args) =>
            _types.Membership.Of(_names.Find(args.Context.Caller, project.Id, args.Text("name"))))
        .Add("artifactCollection", (project, args) => _types.Collection(
            args.Filled("name") is { } name ? _collections.Find(args.Context.Caller, project.Id, name) : null))
        .Add("artifactCollections", (project, args) => Collections(project.Id, null, args))
        .Add("artifactType", (project, args) => _types.ArtifactType.Of(
            args.Filled("name") is { } name ? _collections.FindType(args.Context.Caller, project.Id, name) : null))
        .Add("artifactTypes", (project, args) => Connections.Of(
            "ArtifactType", _collections.Types(args.Context.Caller, project.Id), args, _types.ArtifactType.Of));

    private ArtifactCollection? OfType(ArtifactType type, GraphArgs args) =>
        args.Filled("name") is { } name && _collections.Find(args.Context.Caller, type.ProjectId, name) is { } found && found.TypeId == type.Id
            ? found
            : null;

    private Artifact? Version(GraphArgs args, long project) =>
        _names.Find(args.Context.Caller, project, args.Text("name")) is { } place
            ? _artifacts.Find(args.Context.Caller, place.ArtifactId)
            : null;

    private GraphNode Collections(long project, string? type, GraphArgs args) =>
        Collections(_collections.List(args.Context.Caller, project, type), args);

    /// <summary>The page of some collections that the arguments ask for.</summary>
    public GraphNode Collections(IEnumerable<ArtifactCollection> known, GraphArgs args)
    {
        var found = known.Where(DocumentFilter.Parse<ArtifactCollection>(args.Text("filters"), CollectionField));
        var order = args.Filled("order") ?? "-created_at";
        var sorted = order.TrimStart('+', '-') switch
        {
            "name" => found.OrderBy(collection => collection.Name, StringComparer.Ordinal),
            "updatedAt" or "updated_at" => found.OrderBy(collection => collection.UpdatedAt),
            "createdAt" or "created_at" => found.OrderBy(collection => collection.Id),
            _ => throw GraphException.Invalid($"Collections can't be ordered by '{order}'."),
        };
        List<ArtifactCollection> all = order.StartsWith('-') ? [.. sorted.Reverse()] : [.. sorted];
        return Connections.Of("ArtifactCollection", all, args, _types.Collection);
    }

    /// <summary>What filters of collections can ask for; null for any other field.</summary>
    public static IReadOnlyList<object>? CollectionField(ArtifactCollection collection, string field) => field switch
    {
        "id" or "collection_id" or "artifact_collection_id" => [WandbId.Of("ArtifactCollection", collection.Id), (double)collection.Id],
        "name" => [collection.Name],
        "description" => collection.Description is { } text ? [text] : [],
        "tag" or "tags" => [.. collection.Tags],
        "type" or "artifactType" or "artifact_type" => [collection.Type],
        "createdAt" or "created_at" => [Times.Iso(collection.CreatedAt)],
        "updatedAt" or "updated_at" => [Times.Iso(collection.UpdatedAt)],
        "collectionType" or "collection_type" => [collection.Kind == ArtifactCollectionKind.Portfolio ? "PORTFOLIO" : "SEQUENCE"],
        _ => null,
    };

    /// <summary>What filters of versions can ask for; null for any other field.</summary>
    public static IReadOnlyList<object>? VersionField(ArtifactMembership place, Artifact version, IEnumerable<string> aliases, string field) =>
        field switch
        {
            "id" or "artifact_id" => [WandbId.Of("Artifact", version.Id), (double)version.Id],
            "tag" or "tags" => [.. version.Tags],
            "alias" or "aliases" => [.. aliases],
            "versionIndex" or "version_index" => [(double)place.Version],
            "version" => [$"v{place.Version}", (double)place.Version],
            "state" => ["COMMITTED"],
            "digest" => [version.Digest],
            "size" or "artifact_size" => [(double)version.Size],
            "createdAt" or "created_at" or "artifact_created_at" => [Times.Iso(version.CreatedAt)],
            "updatedAt" or "updated_at" => [Times.Iso(version.UpdatedAt)],
            _ when field.StartsWith("metadata.", StringComparison.Ordinal) => Metadata(version, field["metadata.".Length..]),
            _ when field.StartsWith("artifact_metadata.", StringComparison.Ordinal) => Metadata(version, field["artifact_metadata.".Length..]),
            _ => null,
        };

    private GraphNode Versions(ArtifactCollection collection, GraphArgs args)
    {
        var caller = args.Context.Caller;
        var places = _collections.Memberships(caller, collection.Id);
        var versions = _artifacts.Find(caller, [.. places.Select(place => place.ArtifactId)]).ToDictionary(version => version.Id);
        var aliases = _collections.Aliases(caller, collection.Id).ToLookup(alias => alias.ArtifactId, alias => alias.Name);
        var passes = DocumentFilter.Parse<ArtifactMembership>(
            args.Text("filters"), (place, field) => VersionField(place, versions[place.ArtifactId], aliases[place.ArtifactId], field));
        var order = args.Filled("order") ?? "-version_index";
        if (order.TrimStart('+', '-') is not ("version_index" or "versionIndex" or "created_at" or "createdAt"))
            throw GraphException.Invalid($"Versions can't be ordered by '{order}'.");
        List<ArtifactMembership> found = [.. places.Where(passes)];
        if (!order.StartsWith('-'))
            found.Reverse();
        return Connections.Of(
            "VersionedArtifact",
            found,
            args,
            place => _types.Artifact.Of(versions[place.ArtifactId]),
            place => $"v{place.Version}");
    }

    private static IReadOnlyList<object> Metadata(Artifact artifact, string path)
    {
        var value = artifact.Metadata;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != System.Text.Json.JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return [];
        }

        return value.ValueKind == System.Text.Json.JsonValueKind.Number ? [value.GetDouble()] : [value.ToString()];
    }
}
