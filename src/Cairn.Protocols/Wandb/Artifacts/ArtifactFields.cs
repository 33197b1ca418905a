using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>The fields of a version, and of the runs that made and used it.</summary>
internal sealed class ArtifactFields
{
    // What clients take for "goes by its collection's setting", which is to keep.
    private const long InheritedLifetime = -1;

    public ArtifactFields(
        WandbTypes types, ArtifactStore artifacts, ArtifactCollectionStore collections, RunStore runs, CollectionFields lists,
        ArtifactLinks links, ArtifactFileStore files)
    {
        types.Artifact
            .Add("id", artifact => WandbId.Of("Artifact", artifact.Id))
            .Add("artifactSequence", (artifact, args) => types.Sequence.Of(collections.Find(args.Context.Caller, artifact.CollectionId)))
            .Add("versionIndex", artifact => artifact.Version)
            .Add("artifactType", (artifact, args) => collections.Find(args.Context.Caller, artifact.CollectionId) is { } collection
                ? types.ArtifactType.Of(collections.FindType(args.Context.Caller, collection.ProjectId, collection.Type))
                : null)
            .Add("description", artifact => artifact.Description)
            .Add("metadata", artifact => artifact.Metadata.GetRawText())
            .Add("ttlDurationSeconds", artifact => artifact.TimeToLive ?? InheritedLifetime)
            .Add("ttlIsInherited", artifact => artifact.TimeToLive is null or InheritedLifetime)
            .Add("tags", artifact => artifact.Tags.Select(tag => GraphNode.Plain(
                "Tag", ("id", WandbId.Of("Tag", tag)), ("name", tag), ("tagCategoryName", ""))))
            .Add("historyStep", artifact => artifact.Step)
            .Add("state", artifact => ArtifactRules.Text(artifact.State).ToUpperInvariant())
            .Add("size", artifact => artifact.Size)
            .Add("digest", artifact => artifact.Digest)
            .Add("commitHash", artifact => artifact.State == ArtifactState.Committed ? artifact.Digest : null)
            .Add("fileCount", artifact => artifact.FileCount)
            .Add("createdAt", artifact => Times.Iso(artifact.CreatedAt))
            .Add("updatedAt", artifact => Times.Iso(artifact.UpdatedAt))
            .Add("aliases", (artifact, args) => collections.AliasesOf(args.Context.Caller, artifact.Id).Select(types.Alias.Of))
            .Add("createdBy", (artifact, args) => artifact.RunId is { } run && runs.Find(args.Context.Caller, run) is { } maker
                ? types.Run.Of(maker)
                : types.User.Of(args.Context.Caller))
            .Add("usedBy", (artifact, args) => Connections.Of(
                "Run",
                runs.Find(args.Context.Caller, artifacts.UsersOf(args.Context.Caller, artifact.Id)),
                args,
                types.Run.Of,
                first: 1000))
            .Add("artifactMemberships", (artifact, args) => Connections.Of(
                "ArtifactCollectionMembership",
                collections.MembershipsOf(args.Context.Caller, artifact.Id),
                args,
                types.Membership.Of,
                first: 1000))
            .Add("currentManifest", (artifact, args) => GraphNode.Plain(
                "ArtifactManifest",
                ("id", WandbId.Of("ArtifactManifest", artifact.Id)),
                ("file", types.File.Of(links.Manifest(args.Context, artifact.Id)))))
            .Add("files", (artifact, args) => lists.Files(artifact.Id, args))
            .Add("filesByManifestEntries", (artifact, args) => Connections.Of(
                "File",
                args.Objects("entries"),
                args,
                entry => types.File.Of(links.Entry(args.Context, artifact.Id, Asked(args.Context.Caller, artifact.Id, entry))),
                first: Connections.PageLimit));
        types.Run
            .Add("outputArtifacts", (run, args) => Connections.Of(
                "Artifact", artifacts.LoggedBy(args.Context.Caller, run.Id), args, types.Artifact.Of))
            .Add("inputArtifacts", (run, args) => Connections.Of(
                "InputArtifact", artifacts.UsedBy(args.Context.Caller, run.Id), args, types.Artifact.Of));
        types.Query
            .Add("artifact", (_, args) => types.Artifact.Of(
                WandbId.Number("Artifact", args.Text("id")) is { } id
                    && artifacts.Find(args.Context.Caller, id) is { State: not ArtifactState.Deleted } found ? found : null))
            .Add("clientIDMapping", (_, args) => artifacts.FindByClientId(args.Context.Caller, args.Needed("clientID")) is { } named
                ? GraphNode.Plain("ClientIdMapping", ("serverID", WandbId.Of("Artifact", named.Id)))
                : null);

        ArtifactEntry Asked(Caller caller, long artifact, GraphArgs entry) =>
            files.Entry(caller, artifact, entry.Needed("name"))
            ?? new ArtifactEntry
            {
                Path = entry.Needed("name"),
                Digest = entry.Needed("digest"),
                Size = entry.Whole("size") ?? 0,
                Reference = entry.Filled("ref"),
                BirthArtifact = entry.Filled("birthArtifactID"),
            };
    }
}
