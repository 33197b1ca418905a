using System.Diagnostics.CodeAnalysis;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;

namespace Cairn.Protocols.Native;

/// <summary>Finds collections and versions of artifacts, and describes them.</summary>
internal sealed class ArtifactScope(
    Scope scope, ProjectStore projects, RunStore runs, ArtifactStore artifacts, ArtifactCollectionStore collections,
    ModelRuns makers)
{
    /// <summary>A collection of a project by its name.</summary>
    public bool TryCollection(
        Caller caller, string team, string name, string collection, [NotNullWhen(true)] out ArtifactCollection? found,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        found = null;
        if (!scope.TryProject(caller, team, name, out var project, out refusal))
            return false;
        found = collections.Find(caller, project.Id, Scope.Decode(collection));
        refusal = found is null
            ? Refusal.NotFound($"Project {project.Path} has no artifact '{Scope.Decode(collection)}'.")
            : null;
        return found is not null;
    }

    /// <summary>A version that was not deleted.</summary>
    public bool TryArtifact(
        Caller caller, long id, [NotNullWhen(true)] out Artifact? artifact, [NotNullWhen(false)] out Refusal? refusal)
    {
        artifact = artifacts.Find(caller, id);
        refusal = artifact switch
        {
            null => Refusal.NotFound($"There is no artifact with id {id}."),
            { State: ArtifactState.Deleted } => Refusal.Deleted($"Artifact {id} was deleted."),
            _ => null,
        };
        return refusal is null;
    }

    /// <summary>A collection with its newest version.</summary>
    public ArtifactCollectionWire Describe(Caller caller, ArtifactCollection collection)
    {
        var places = collections.Memberships(caller, collection.Id);
        var latest = places.Count > 0 ? Describe(caller, collection, [places[0]]) : [];
        return new ArtifactCollectionWire(
            collection.Id, collection.Type, collection.Name,
            collection.Kind == ArtifactCollectionKind.Portfolio ? "portfolio" : "sequence", collection.Description,
            collection.Tags, places.Count, latest.Count > 0 ? latest[0].Size : 0, latest.Count > 0 ? latest[0] : null,
            collection.CreatedAt, collection.UpdatedAt);
    }

    /// <summary>The versions at some places of a collection.</summary>
    public IReadOnlyList<ArtifactVersionWire> Describe(
        Caller caller, ArtifactCollection collection, IReadOnlyList<ArtifactMembership> places)
    {
        var found = artifacts.Find(caller, [.. places.Select(place => place.ArtifactId)]).ToDictionary(one => one.Id);
        var aliases = collections.Aliases(caller, collection.Id).ToLookup(alias => alias.ArtifactId, alias => alias.Name);
        var made = runs.Find(caller, [.. found.Values.Select(one => one.RunId).OfType<long>().Distinct()])
            .ToDictionary(run => run.Id, run => makers.Describe(caller, run));
        var project = projects.Find(caller, collection.ProjectId)!.Path;
        return
        [
            .. places.Where(place => found.ContainsKey(place.ArtifactId)).Select(place =>
            {
                var artifact = found[place.ArtifactId];
                return new ArtifactVersionWire(
                    artifact.Id, project, collection.Name, collection.Type, place.Version, ArtifactRules.Text(artifact.State),
                    artifact.Digest, artifact.Description, artifact.Metadata, [.. aliases[artifact.Id]], artifact.Tags,
                    artifact.Size, artifact.FileCount, artifact.Step, artifact.TimeToLive,
                    artifact.RunId is { } run ? made.GetValueOrDefault(run) : null, artifact.CreatedAt, artifact.UpdatedAt);
            }),
        ];
    }

    /// <summary>Versions where they were made; those whose collection is gone are left out.</summary>
    public IReadOnlyList<ArtifactVersionWire> Describe(Caller caller, IEnumerable<Artifact> some) =>
    [
        .. some.Where(artifact => artifact.State == ArtifactState.Committed)
            .Select(artifact => (Artifact: artifact, Collection: collections.Find(caller, artifact.CollectionId)))
            .Where(one => one.Collection is not null)
            .SelectMany(one => Describe(
                caller,
                one.Collection!,
                [.. collections.MembershipsOf(caller, one.Artifact.Id).Where(place => place.CollectionId == one.Collection!.Id)])),
    ];
}
