using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Sweeps;
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

    public GraphType<Artifact> Artifact { get; } = new("Artifact");

    public GraphType<ArtifactType> ArtifactType { get; } = new("ArtifactType");

    public GraphType<ArtifactCollection> Sequence { get; } = new("ArtifactSequence", "ArtifactCollection");

    public GraphType<ArtifactCollection> Portfolio { get; } = new("ArtifactPortfolio", "ArtifactCollection");

    public GraphType<ArtifactMembership> Membership { get; } = new("ArtifactCollectionMembership");

    public GraphType<ArtifactAlias> Alias { get; } = new("ArtifactAlias");

    public GraphType<Sweep> Sweep { get; } = new("Sweep");

    public GraphType<SweepAgent> Agent { get; } = new("Agent");

    /// <summary>A collection as the type that its kind has.</summary>
    public GraphNode? Collection(ArtifactCollection? collection) =>
        collection?.Kind == ArtifactCollectionKind.Portfolio ? Portfolio.Of(collection) : Sequence.Of(collection);

    /// <summary>The id of a run.</summary>
    public static string IdOf(Run run) => WandbId.Of("Run", run.Id);
}
