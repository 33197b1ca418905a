using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>
/// What older clients ask about the schema to find out what a server can do. Every type is answered, also those that
/// are not here: old clients stop for good at a null.
/// </summary>
internal static class Introspection
{
    private static readonly Dictionary<string, string[]> Inputs = new()
    {
        ["UseArtifactInput"] = ["entityName", "projectName", "runName", "artifactID", "usedAs", "artifactEntityName", "artifactProjectName"],
        ["CreateArtifactInput"] =
        [
            "entityName", "projectName", "runName", "artifactTypeName", "artifactCollectionName", "artifactCollectionNames",
            "digest", "digestAlgorithm", "description", "metadata", "aliases", "historyStep", "clientID", "sequenceClientID",
            "enableDigestDeduplication", "ttlDurationSeconds", "tags", "distributedID", "storageRegion",
        ],
        ["CreateArtifactFileSpecInput"] = ["artifactID", "artifactManifestID", "name", "md5", "mimetype", "uploadPartsInput"],
        ["AddAliasesInput"] = ["artifactID", "aliases"],
        ["DeleteFilesInput"] = ["files", "entityName", "projectName", "projectId"],
        ["LinkArtifactInput"] = ["artifactID", "clientID", "artifactPortfolioName", "entityName", "projectName", "aliases"],
        ["UpsertModelInput"] = ["entityName", "name", "description"],
    };

    private static readonly Dictionary<string, string[]> Objects = new()
    {
        ["ServerInfo"] = ["cliVersionInfo", "latestLocalVersionInfo", "features"],
        ["ServerSettings"] = ["serverMessages"],
        ["Organization"] = ["name", "orgEntity"],
    };

    public static GraphNode Describe(string name, WandbTypes types)
    {
        var fields = name switch
        {
            "Query" => types.Query.Fields,
            "Mutation" => types.Mutation.Fields,
            "Run" => types.Run.Fields,
            "Project" => types.Project.Fields,
            "Artifact" => types.Artifact.Fields,
            _ => Objects.GetValueOrDefault(name) ?? [],
        };
        return GraphNode.Plain(
            "__Type",
            ("name", name),
            ("fields", fields.Select(field => GraphNode.Plain(
                "__Field", ("name", field), ("args", Arguments(name, field).Select(Named))))),
            ("inputFields", (Inputs.GetValueOrDefault(name) ?? []).Select(Named)));
    }

    private static string[] Arguments(string type, string field) =>
        (type, field) is ("Project", "artifact") ? ["name", "enableTracking"] : [];

    private static GraphNode Named(string name) => GraphNode.Plain("__InputValue", ("name", name));
}
