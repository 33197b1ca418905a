namespace Cairn.Protocols.Wandb.Schema;

/// <summary>What W&amp;B calls an entity: a user or team that has projects.</summary>
/// <param name="Name">The team's name.</param>
/// <param name="IsOrganization">Whether it was asked for as the entity of an organization, which has the registries.</param>
internal sealed record Team(string Name, bool IsOrganization = false);
