using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Projects;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The root fields that tell of the server, its user and its projects.</summary>
internal sealed class ServerFields
{
    // Clients newer than this would say that the server is too old for them.
    private const string NewestClient = "99.0.0";
    private const string LocalVersion = "0.80.0";

    private static readonly string[] Features =
    [
        "STRUCTURED_CONSOLE_LOGS",
        "FILESTREAM_GZIP",
        "LARGE_FILENAMES",
        "CLIENT_IDS",
        "ARTIFACT_TAGS",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILES",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILE_DOWNLOAD_HANDLER",
        "PROJECT_ARTIFACT_COLLECTION_MEMBERSHIP",
        "ARTIFACT_MEMBERSHIP_IN_LINK_ARTIFACT_RESPONSE",
        "TOTAL_COUNT_IN_FILE_CONNECTION",
        "USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION",
        "MARK_RUN_FILES_UPLOADED",
        "ARTIFACT_COLLECTIONS_FILTERING_SORTING",
        "ARTIFACT_REGISTRY_SEARCH",
        "INCLUDE_ARTIFACT_TYPES_IN_REGISTRY_CREATION",
    ];

    public ServerFields(WandbTypes types, EntityFields entities, ProjectStore projects, ArtifactCollectionStore collections)
    {
        types.Query
            .Add("viewer", (_, args) => types.User.Of(args.Context.Caller))
            .Add("serverInfo", _ => Info())
            .Add("__type", (_, args) => Introspection.Describe(args.Text("name") ?? "", types))
            .Add("entity", (_, args) => types.Entity.Of(new Team(args.Filled("name") ?? ProjectRules.DefaultTeam)))
            .Add("organization", (_, args) => args.Filled("name") is { } name && entities.Teams(args.Context.Caller).Any(team => team.Name == name)
                ? entities.Organization(name)
                : null)
            .Add("users", (_, args) => Connections.Of("User", Users(args), args, types.User.Of))
            .Add("project", (_, args) => types.Project.Of(
                args.Filled("name") is { } name
                    ? entities.FindProject(args.Context.Caller, args.Filled("entityName"), name)
                    : null))
            .Also("model", "project")
            .Add("projects", (_, args) => entities.Projects(args.Filled("entityName") ?? ProjectRules.DefaultTeam, args))
            .Also("models", "projects");
        AddProjectMutations(types, projects, collections);
    }

    private static void AddProjectMutations(
        WandbTypes types, ProjectStore projects, ArtifactCollectionStore collections) => types.Mutation
        .AddAsync("upsertModel", async (_, args) =>
        {
            var input = args.Object("input");
            var context = args.Context;
            var opened = await projects.OpenAsync(
                context.Caller, input.Filled("entityName") ?? ProjectRules.DefaultTeam, input.Needed("name"),
                input.Text("description"), context.CancellationToken).ConfigureAwait(false);
            if (!opened.Try(out var made, out var refusal))
                throw GraphException.From(refusal);
            var project = made.Project;
            if (!made.Created && input.Text("description") is { } description)
            {
                var changed = await projects.UpdateAsync(
                    context.Caller, project.Id, known => known with { Description = description },
                    context.CancellationToken).ConfigureAwait(false);
                project = changed.Value ?? project;
            }

            foreach (var type in input.Objects("artifactTypes"))
            {
                var added = await collections.OpenTypeAsync(
                    context.Caller, project.Id, type.Needed("name"), type.Text("description"), context.CancellationToken).ConfigureAwait(false);
                if (added.Refusal is { } unfit)
                    throw GraphException.From(unfit);
            }

            return GraphNode.Plain(
                "UpsertModelPayload",
                ("project", types.Project.Of(project)),
                ("model", types.Project.Of(project)),
                ("inserted", made.Created));
        })
        .AddAsync("renameProject", async (_, args) =>
        {
            var input = args.Object("input");
            var team = input.Filled("entityName") ?? ProjectRules.DefaultTeam;
            var known = projects.Find(args.Context.Caller, team, input.Needed("oldProjectName")) is { DeletedAt: null } found
                ? found
                : throw GraphException.NotFound($"There is no project {team}/{input.Text("oldProjectName")}.");
            var renamed = await projects.UpdateAsync(
                args.Context.Caller, known.Id, project => project with { Name = input.Needed("newProjectName") },
                args.Context.CancellationToken).ConfigureAwait(false);
            if (!renamed.Try(out var changed, out var refusal))
                throw GraphException.From(refusal);
            return GraphNode.Plain(
                "UpsertModelPayload",
                ("project", types.Project.Of(changed)),
                ("model", types.Project.Of(changed)),
                ("inserted", false));
        });

    private static GraphNode Info() => GraphNode.Plain(
        "ServerInfo",
        ("cliVersionInfo", new RawJson(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"max_cli_version":"{{NewestClient}}","min_cli_version":"0.0.1"}"""))),
        ("latestLocalVersionInfo", GraphNode.Plain(
            "LocalVersionInfo",
            ("outOfDate", false),
            ("latestVersionString", LocalVersion),
            ("versionOnThisInstanceString", LocalVersion))),
        ("features", Features.Select(name => GraphNode.Plain("ServerFeature", ("name", name), ("isEnabled", true)))));

    private static List<Caller> Users(GraphArgs args) =>
        args.Filled("query") is not { } query || args.Context.Caller.Name.Contains(query, StringComparison.OrdinalIgnoreCase)
            || query == $"{args.Context.Caller.Name}@localhost"
            ? [args.Context.Caller]
            : [];
}
