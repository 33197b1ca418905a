using Cairn.Protocols.Wandb.Artifacts;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Sweeps;
using Cairn.Protocols.Wandb.Views;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The schema with the fields of every noun.</summary>
internal sealed class WandbSchema
{
    public WandbSchema(WandbTypes types, IServiceProvider nouns)
    {
        foreach (var noun in Nouns)
            nouns.GetRequiredService(noun);
        Executor = new GraphExecutor(types.Query, types.Mutation);
    }

    /// <summary>The classes that add fields when they are made.</summary>
    public static IReadOnlyList<Type> Nouns { get; } =
    [
        typeof(EntityFields), typeof(ProjectFields), typeof(RunFields), typeof(FileFields), typeof(ServerFields),
        typeof(RunMutations), typeof(KeyMutations), typeof(CollectionFields), typeof(ArtifactFields), typeof(ArtifactMutations),
        typeof(CollectionMutations), typeof(SweepFields), typeof(SweepMutations), typeof(ViewFields), typeof(RegistryFields),
    ];

    public GraphExecutor Executor { get; }
}
