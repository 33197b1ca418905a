using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Protocols.Wandb.Artifacts;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The fields of users and of the entities that have projects.</summary>
internal sealed class EntityFields
{
    private readonly WandbTypes _types;
    private readonly ProjectStore _projects;

    public EntityFields(WandbTypes types, ProjectStore projects, ApiKeyStore keys)
    {
        (_types, _projects) = (types, projects);
        types.User
            .Add("id", caller => WandbId.Of("User", caller.Name))
            .Add("name", caller => caller.Name)
            .Add("username", caller => caller.Name)
            .Add("email", caller => $"{caller.Name}@localhost")
            .Constant("entity", ProjectRules.DefaultTeam)
            .Constant("admin", false)
            .Constant("flags", "{}")
            .Constant("photoUrl", null)
            .Constant("deletedAt", null)
            .Add("organizations", _ => new[] { Organization(ProjectRules.DefaultTeam) })
            .Add("projects", (_, args) => Projects(ProjectRules.DefaultTeam, args))
            .Add("teams", (caller, args) => Connections.Of("Entity", Teams(caller), args, types.Entity.Of, first: 1000))
            .Add("apiKeys", (caller, args) => Connections.Of(
                "ApiKey",
                keys.List(caller),
                args,
                key => GraphNode.Plain(
                    "ApiKey", ("id", WandbId.Of("ApiKey", key.Id)), ("name", $"…{key.Hint}"), ("description", key.Description)),
                first: 1000));
        types.Entity
            .Add("id", team => WandbId.Of("Entity", team.Name))
            .Add("name", team => team.Name)
            .Add("entityType", team => team.IsOrganization ? "organization" : team.Name == ProjectRules.DefaultTeam ? "user" : "team")
            .Add("isTeam", team => team.Name != ProjectRules.DefaultTeam)
            .Constant("available", false)
            .Constant("codeSavingEnabled", true)
            .Constant("defaultAccess", "USER_WRITE")
            .Constant("privateOnly", false)
            .Constant("readOnly", false)
            .Constant("readOnlyAdmin", false)
            .Constant("isPaid", false)
            .Constant("limits", "{}")
            .Constant("photoUrl", null)
            .Add("organization", team => Organization(team.Name))
            .Add("user", (team, args) => team.Name == ProjectRules.DefaultTeam ? types.User.Of(args.Context.Caller) : null)
            .Add("members", (_, args) => new[] { Member(args.Context.Caller) })
            .Add("project", (team, args) => types.Project.Of(FindProject(args.Context.Caller, team.Name, args.Needed("name"))))
            .Add("projects", (team, args) => Projects(team.Name, args));
    }

    /// <summary>A project outside the trash; null when there is none.</summary>
    public Project? FindProject(Caller caller, string? entity, string name) =>
        _projects.Find(caller, string.IsNullOrEmpty(entity) ? ProjectRules.DefaultTeam : entity, name) is { DeletedAt: null } project
            ? project
            : null;

    /// <summary>The projects of an entity, newest activity first.</summary>
    public GraphNode Projects(string entity, GraphArgs args)
    {
        var passes = DocumentFilter.Parse<Project>(args.Text("filters"), (project, field) => ProjectField(project, field));
        return Connections.Of(
            "Project",
            [.. _projects.ListActivity(args.Context.Caller).Select(activity => activity.Project).Where(project => project.Team == entity && passes(project))],
            args,
            _types.Project.Of,
            first: 100);
    }

    /// <summary>What filters of projects can ask for; null for any other field.</summary>
    public static IReadOnlyList<object>? ProjectField(Project project, string field) => field switch
    {
        "id" or "project_id" => [WandbId.Of("Project", project.Id), (double)project.Id],
        "name" => [project.Name],
        "entity_id" => [WandbId.Of("Entity", project.Team)],
        "entityName" => [project.Team],
        "description" => project.Description is { Length: > 0 } text ? [text] : [],
        "createdAt" or "created_at" => [Times.Iso(project.CreatedAt)],
        "updatedAt" or "updated_at" => [Times.Iso(project.UpdatedAt)],
        _ => null,
    };

    /// <summary>The entities that there are.</summary>
    public IReadOnlyList<Team> Teams(Caller caller) =>
    [
        .. _projects.List(caller).Where(project => project.DeletedAt is null).Select(project => project.Team)
            .Prepend(ProjectRules.DefaultTeam).Distinct().Select(name => new Team(name)),
    ];

    /// <summary>An entity as an organization: registries belong to organizations, and here each entity is its own.</summary>
    public GraphNode Organization(string name) => GraphNode.Plain(
        "Organization",
        ("id", WandbId.Of("Organization", name)),
        ("name", name),
        ("featureFlags", Array.Empty<object>()),
        ("coreWeaveOrganizationId", null),
        ("triggers", Connections.Empty("Trigger")),
        ("advancedRegistryFeatures", GraphNode.Plain("AdvancedRegistryFeatures", ("advancedSearch", false))),
        ("orgEntity", _types.Entity.Of(new Team(name, IsOrganization: true))));

    /// <summary>A user as a member of an entity or project.</summary>
    public static GraphNode Member(Caller caller) => GraphNode.Plain(
        "Member",
        ("id", WandbId.Of("User", caller.Name)),
        ("name", caller.Name),
        ("username", caller.Name),
        ("email", $"{caller.Name}@localhost"),
        ("admin", false),
        ("pending", false),
        ("photoUrl", null),
        ("accountType", "USER"),
        ("role", "member"),
        ("apiKey", null));
}
