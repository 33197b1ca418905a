namespace Cairn.Protocols.Wandb.Schema;

/// <summary>What W&amp;B calls an entity: a user or team that has projects.</summary>
internal sealed record Team(string Name);
