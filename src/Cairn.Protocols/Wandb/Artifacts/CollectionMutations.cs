using Cairn.Core;
using Cairn.Core.Artifacts;
using Cairn.Core.Projects;
using Cairn.Core.Registry;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>What edits versions that are logged, and their collections.</summary>
internal sealed class CollectionMutations
{
    private readonly WandbTypes _types;
    private readonly ArtifactStore _artifacts;
    private readonly ArtifactCollectionStore _collections;
    private readonly ProjectStore _projects;
    private readonly LinkedVersions _linked;

    public CollectionMutations(
        WandbTypes types, ArtifactStore artifacts, ArtifactCollectionStore collections, ProjectStore projects,
        LinkedVersions linked)
    {
        (_types, _artifacts, _collections, _projects, _linked) = (types, artifacts, collections, projects, linked);
        types.Mutation
            .AddAsync("addAliases", AddAliasesAsync)
            .AddAsync("deleteAliases", DeleteAliasesAsync)
            .AddAsync("updateArtifact", UpdateAsync)
            .AddAsync("deleteArtifact", DeleteAsync)
            .AddAsync("linkArtifact", LinkAsync)
            .AddAsync("unlinkArtifact", UnlinkAsync)
            .AddAsync("updateArtifactSequence", (root, args) => UpdateCollectionAsync(args, "artifactSequenceID"))
            .AddAsync("updateArtifactPortfolio", (root, args) => UpdateCollectionAsync(args, "artifactPortfolioID"))
            .AddAsync("moveArtifactSequence", (root, args) => UpdateCollectionAsync(args, "artifactSequenceID"))
            .AddAsync("deleteArtifactSequence", (root, args) => DeleteCollectionAsync(args, "artifactSequenceID"))
            .AddAsync("deleteArtifactPortfolio", (root, args) => DeleteCollectionAsync(args, "artifactPortfolioID"))
            .AddAsync("createArtifactCollectionTagAssignments", (root, args) => TagAsync(args, add: true))
            .AddAsync("deleteArtifactCollectionTagAssignments", (root, args) => TagAsync(args, add: false));
    }

    private async Task<object?> AddAliasesAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        foreach (var (collection, names) in ByCollection(input))
        {
            Done(await _artifacts.AddAliasesAsync(
                args.Context.Caller, collection, ArtifactId(input), names, args.Context.CancellationToken).ConfigureAwait(false));
            await _linked.FollowAsync(args.Context.Caller, collection, [], args.Context.CancellationToken).ConfigureAwait(false);
        }

        return GraphNode.Plain("AddAliasesPayload", ("success", true));
    }

    private async Task<object?> DeleteAliasesAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        foreach (var (collection, names) in ByCollection(input))
        {
            await _artifacts.RemoveAliasesAsync(
                args.Context.Caller, collection, ArtifactId(input), names, args.Context.CancellationToken).ConfigureAwait(false);
            await _linked.FollowAsync(args.Context.Caller, collection, names, args.Context.CancellationToken).ConfigureAwait(false);
        }

        return GraphNode.Plain("DeleteAliasesPayload", ("success", true));
    }

    private async Task<object?> UpdateAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var updated = Done(await _artifacts.UpdateAsync(
            args.Context.Caller,
            ArtifactId(input),
            new ArtifactChange
            {
                Description = input.Text("description"),
                Metadata = input.Json("metadata"),
                TimeToLive = input.Whole("ttlDurationSeconds"),
                TagsToAdd = [.. input.Objects("tagsToAdd").Select(tag => tag.Needed("tagName"))],
                TagsToRemove = [.. input.Objects("tagsToDelete").Select(tag => tag.Needed("tagName"))],
            },
            args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("UpdateArtifactPayload", ("artifact", _types.Artifact.Of(updated)));
    }

    private async Task<object?> DeleteAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var deleted = Done(await _artifacts.DeleteAsync(
            args.Context.Caller, ArtifactId(input), input.Flag("deleteAliases") ?? false, args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("DeleteArtifactPayload", ("artifact", _types.Artifact.Of(deleted)), ("success", true));
    }

    private async Task<object?> LinkAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var id = WandbId.Number("Artifact", input.Filled("artifactID"))
            ?? (input.Filled("clientID") is { } clientId ? _artifacts.FindByClientId(context.Caller, clientId)?.Id : null)
            ?? throw GraphException.NotFound("There is no such artifact.");
        var opened = await _projects.OpenAsync(
            context.Caller, input.Filled("entityName") ?? ProjectRules.DefaultTeam, input.Needed("projectName"),
            cancellationToken: context.CancellationToken).ConfigureAwait(false);
        var place = Done(await _artifacts.LinkAsync(
            context.Caller,
            id,
            Done(opened).Project,
            input.Needed("artifactPortfolioName"),
            [.. input.Objects("aliases").Select(alias => alias.Needed("alias"))],
            context.CancellationToken).ConfigureAwait(false));
        await _linked.FollowAsync(context.Caller, place.CollectionId, [], context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain(
            "LinkArtifactPayload", ("versionIndex", place.Version), ("artifactMembership", _types.Membership.Of(place)));
    }

    private async Task<object?> UnlinkAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var portfolio = CollectionId(input, "artifactPortfolioID");
        var unlinked = await _artifacts.UnlinkAsync(
            args.Context.Caller, ArtifactId(input), portfolio, args.Context.CancellationToken).ConfigureAwait(false);
        await _linked.FollowAsync(args.Context.Caller, portfolio, [], args.Context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain(
            "UnlinkArtifactPayload", ("artifactID", input.Text("artifactID")), ("success", unlinked), ("clientMutationId", null));
    }

    private async Task<object?> UpdateCollectionAsync(GraphArgs args, string idField)
    {
        var input = args.Object("input");
        var updated = Done(await _collections.UpdateAsync(
            args.Context.Caller,
            CollectionId(input, idField),
            input.Filled("name"),
            input.Text("description"),
            input.Filled("destinationArtifactTypeName"),
            args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("UpdateArtifactCollectionPayload", ("artifactCollection", _types.Collection(updated)));
    }

    private async Task<object?> DeleteCollectionAsync(GraphArgs args, string idField)
    {
        var deleted = Done(await _collections.DeleteAsync(
            args.Context.Caller, CollectionId(args.Object("input"), idField), args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("DeleteArtifactCollectionPayload", ("artifactCollection", _types.Collection(deleted)));
    }

    private async Task<object?> TagAsync(GraphArgs args, bool add)
    {
        var input = args.Object("input");
        var collection = Find(input)
            ?? throw GraphException.NotFound($"There is no collection '{input.Text("artifactCollectionName")}'.");
        var names = input.Objects("tags").Select(tag => tag.Needed("tagName")).ToList();
        await _collections.TagAsync(
            args.Context.Caller, collection.Id, add ? names : [], add ? [] : names, args.Context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain(
            "ArtifactCollectionTagAssignmentsPayload",
            ("success", true),
            ("tags", names.Select(name => GraphNode.Plain(
                "Tag", ("id", WandbId.Of("Tag", name)), ("name", name), ("tagCategoryName", "")))));
    }

    private IEnumerable<(long Collection, IReadOnlyList<string> Names)> ByCollection(GraphArgs input)
    {
        foreach (var alias in input.Objects("aliases"))
        {
            var collection = Find(alias)
                ?? throw GraphException.NotFound($"There is no collection '{alias.Text("artifactCollectionName")}'.");
            yield return (collection.Id, [alias.Needed("alias")]);
        }
    }

    private ArtifactCollection? Find(GraphArgs named) =>
        _projects.Find(
            named.Context.Caller, named.Filled("entityName") ?? ProjectRules.DefaultTeam, named.Needed("projectName")) is { } project
            ? _collections.Find(named.Context.Caller, project.Id, named.Needed("artifactCollectionName"))
            : null;

    private static long ArtifactId(GraphArgs input) =>
        WandbId.Number("Artifact", input.Text("artifactID"))
        ?? throw GraphException.NotFound($"There is no artifact with id '{input.Text("artifactID")}'.");

    private static long CollectionId(GraphArgs input, string field) =>
        WandbId.Number("ArtifactCollection", input.Text(field))
        ?? throw GraphException.NotFound($"There is no collection with id '{input.Text(field)}'.");

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.Try(out var value, out var refusal) ? value : throw GraphException.From(refusal);
}
