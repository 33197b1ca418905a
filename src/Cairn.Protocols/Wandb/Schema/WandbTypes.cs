using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The types that refer to one another; each noun's class adds the fields of its own.</summary>
internal sealed class WandbTypes
{
    public GraphType<object> Query { get; } = new("Query");

    public GraphType<object> Mutation { get; } = new("Mutation");

    public GraphType<Caller> User { get; } = new("User", "Initiator");

    public GraphType<Team> Entity { get; } = new("Entity");

    public GraphType<Project> Project { get; } = new("Project");

    public GraphType<Run> Run { get; } = new("Run", "Initiator");

    public GraphType<WandbFile> File { get; } = new("File");

    /// <summary>The Run of an id.</summary>
    public static string IdOf(Run run) => WandbId.Of("Run", run.Id);
}
