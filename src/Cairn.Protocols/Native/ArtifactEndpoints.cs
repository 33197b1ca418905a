using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Artifacts of a project and of a run: collections, versions, and where they come from.</summary>
internal static class ArtifactEndpoints
{
    private const int MostNodes = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/{team}/{name}/artifacts", List)
            .WithName("listArtifacts").WithSummary("The artifact collections of a project, newest first.");
        api.MapGet("/projects/{team}/{name}/artifacts/{collection}", Versions)
            .WithName("listArtifactVersions").WithSummary("A collection with its versions, newest first.");
        api.MapGet("/projects/{team}/{name}/artifacts/{collection}/{version}", Get)
            .WithName("getArtifact").WithSummary("The version that v3, an alias or a digest names.");
        api.MapGet("/artifacts/{artifact:long}/lineage", Lineage)
            .WithName("getLineage").WithSummary("The runs and versions that led to a version and that came of it.");
        api.MapGet("/runs/{run:long}/artifacts", OfRun)
            .WithName("listRunArtifacts").WithSummary("Versions that a run has made and used.");
    }

    private static Results<Ok<ArtifactCollectionsWire>, ProblemHttpResult> List(
        string team, string name, string? type, Caller caller, Scope scope, ArtifactScope artifacts,
        ArtifactCollectionStore collections) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(new ArtifactCollectionsWire(
                [.. collections.List(caller, project.Id, type).Select(one => artifacts.Describe(caller, one))]))
            : Problems.From(refusal);

    private static Results<Ok<ArtifactVersionsWire>, ProblemHttpResult> Versions(
        string team, string name, string collection, Caller caller, ArtifactScope artifacts, ArtifactCollectionStore collections) =>
        artifacts.TryCollection(caller, team, name, collection, out var found, out var refusal)
            ? TypedResults.Ok(new ArtifactVersionsWire(
                artifacts.Describe(caller, found),
                artifacts.Describe(caller, found, collections.Memberships(caller, found.Id))))
            : Problems.From(refusal);

    private static Results<Ok<ArtifactVersionWire>, ProblemHttpResult> Get(
        string team, string name, string collection, string version, Caller caller, ArtifactScope artifacts,
        ArtifactCollectionStore collections)
    {
        if (!artifacts.TryCollection(caller, team, name, collection, out var found, out var refusal))
            return Problems.From(refusal);
        return collections.Resolve(caller, found.Id, Scope.Decode(version)) is { } place
            && artifacts.Describe(caller, found, [place]) is [var only]
            ? TypedResults.Ok(only)
            : Problems.NotFound($"'{found.Name}' has no version '{Scope.Decode(version)}'.");
    }

    private static Results<Ok<LineageWire>, ProblemHttpResult> Lineage(
        long artifact, Caller caller, ArtifactScope scope, ArtifactQuery query, ArtifactStore artifacts, RunStore runs,
        ModelRuns makers)
    {
        if (!scope.TryArtifact(caller, artifact, out _, out var refusal))
            return Problems.From(refusal);
        var lineage = query.Lineage(caller, artifact, MostNodes);
        var versions = scope.Describe(caller, artifacts.Find(caller, lineage.Artifacts));
        var known = runs.Find(caller, lineage.Runs).Select(run => makers.Describe(caller, run)).OfType<ModelRunWire>().ToList();
        var (shownVersions, shownRuns) = (versions.Select(one => one.Id).ToHashSet(), known.Select(one => one.Id).ToHashSet());
        return TypedResults.Ok(new LineageWire(
            versions,
            known,
            [
                .. lineage.Made.Select(one => new LineageEdgeWire(one.Run, one.Artifact, true))
                    .Concat(lineage.Used.Select(one => new LineageEdgeWire(one.Run, one.Artifact, false)))
                    .Where(edge => shownRuns.Contains(edge.Run) && shownVersions.Contains(edge.Artifact)),
            ],
            lineage.IsCut));
    }

    private static Results<Ok<RunArtifactsWire>, ProblemHttpResult> OfRun(
        long run, Caller caller, Scope scope, ArtifactScope artifacts, ArtifactStore store) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new RunArtifactsWire(
                artifacts.Describe(caller, store.LoggedBy(caller, run)), artifacts.Describe(caller, store.UsedBy(caller, run))))
            : Problems.From(refusal);
}
