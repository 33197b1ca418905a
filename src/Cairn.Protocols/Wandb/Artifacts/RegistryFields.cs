using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Files;
using Cairn.Core.Projects;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>
/// What registries need beside collections: a search over the projects of an entity. Members, automations and launch
/// queues are there as empty lists, since this server has none.
/// </summary>
internal sealed class RegistryFields
{
    private const string NoAccounts = "This server has no accounts of its own: everyone who may reach it is one user. Make a key at /authorize.";

    private readonly WandbTypes _types;
    private readonly ProjectStore _projects;
    private readonly ArtifactCollectionStore _collections;
    private readonly ArtifactStore _artifacts;

    public RegistryFields(
        WandbTypes types, ProjectStore projects, ArtifactCollectionStore collections, ArtifactStore artifacts, FileStore files,
        CollectionFields lists)
    {
        (_types, _projects, _collections, _artifacts) = (types, projects, collections, artifacts);
        types.Entity
            .Add("artifactCollections", (team, args) => lists.Collections(CollectionsOf(team, args, "projectFilters", null), args))
            .Add("artifactMemberships", Memberships)
            .Add("storageBytes", (team, args) => files.SizeOf(args.Context.Caller, team.Name))
            .Constant("integrations", Connections.Empty("Integration"))
            .Constant("triggers", Connections.Empty("Trigger"));
        types.Project
            .Add("members", (project, args) => new[] { Member(args.Context.Caller) })
            .Constant("teamMembers", Array.Empty<object>())
            .Constant("triggers", Array.Empty<object>())
            .Constant("runQueues", Array.Empty<object>())
            .Constant("runQueue", null)
            .Constant("allowAllArtifactTypesInRegistry", true)
            .Constant("dockerImage", null)
            .Constant("repo", null)
            .Constant("views", "{}");
        types.Mutation
            .Add("createTeam", (_, args) => GraphNode.Plain("CreateTeamPayload", ("entity", types.Entity.Of(NewTeam(args)))));
        foreach (var field in new[]
        {
            "createInvite", "deleteInvite", "createServiceAccount", "createUser", "createProjectMembers", "deleteProjectMembers",
            "updateProjectMember", "updateProjectTeamMember",
        })
        {
            types.Mutation.Add(field, object? (_, _) => throw new GraphException(NoAccounts));
        }
    }

    // A team is there once it has a project; nothing has to be made before that.
    private static Team NewTeam(GraphArgs args)
    {
        var name = args.Object("input").Needed("teamName");
        return ProjectRules.CheckNames(name, "any") is { } refusal ? throw GraphException.From(refusal) : new Team(name);
    }

    private GraphNode Memberships(Team team, GraphArgs args)
    {
        var caller = args.Context.Caller;
        var places = CollectionsOf(team, args, "projectFilters", "collectionFilters")
            .Where(collection => collection.Kind == ArtifactCollectionKind.Portfolio)
            .SelectMany(collection => _collections.Memberships(caller, collection.Id))
            .ToList();
        var versions = _artifacts.Find(caller, [.. places.Select(place => place.ArtifactId).Distinct()]).ToDictionary(version => version.Id);
        var passes = DocumentFilter.Parse<ArtifactMembership>(args.Text("filters"), (place, field) => CollectionFields.VersionField(
            place, versions[place.ArtifactId],
            _collections.Aliases(caller, place.CollectionId, place.ArtifactId).Select(alias => alias.Name), field));
        return Connections.Of(
            "ArtifactCollectionMembership",
            [.. places.Where(place => versions.ContainsKey(place.ArtifactId) && passes(place)).OrderByDescending(place => place.Id)],
            args,
            _types.Membership.Of);
    }

    private IEnumerable<ArtifactCollection> CollectionsOf(Team team, GraphArgs args, string projectFilters, string? collectionFilters)
    {
        var caller = args.Context.Caller;
        var inProject = DocumentFilter.Parse<Project>(args.Text(projectFilters), EntityFields.ProjectField);
        var inCollection = DocumentFilter.Parse<ArtifactCollection>(
            collectionFilters is null ? null : args.Text(collectionFilters), CollectionFields.CollectionField);
        var kinds = args.Texts("collectionTypes") ?? [];
        return _projects.List(caller)
            .Where(project => project.DeletedAt is null && project.Team == team.Name && inProject(project))
            .SelectMany(project => _collections.List(caller, project.Id))
            .Where(collection => inCollection(collection)
                && (kinds.Count == 0 || kinds.Contains(collection.Kind == ArtifactCollectionKind.Portfolio ? "PORTFOLIO" : "SEQUENCE")));
    }

    private static GraphNode Member(Caller caller) => GraphNode.Plain(
        "ProjectMember",
        ("id", WandbId.Of("User", caller.Name)),
        ("name", caller.Name),
        ("username", caller.Name),
        ("email", $"{caller.Name}@localhost"),
        ("role", GraphNode.Plain("Role", ("name", "admin"))));
}
