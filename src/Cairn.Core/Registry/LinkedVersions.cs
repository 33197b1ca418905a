using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Projects;

namespace Cairn.Core.Registry;

/// <summary>
/// Shows artifact versions that are linked into a registry's portfolio as versions of a registered model of the
/// portfolio's name, with the aliases that they have there.
/// </summary>
public sealed class LinkedVersions(
    RegistryStore registry, ArtifactStore artifacts, ArtifactCollectionStore collections, ProjectStore projects, Runs.RunStore runs)
{
    /// <summary>The label of a version that says which artifact it is.</summary>
    public const string ArtifactLabel = "artifact";

    /// <summary>The label of a version that says in which portfolio it is linked.</summary>
    public const string PortfolioLabel = "artifact.portfolio";

    private const string OldRegistry = "model-registry";
    private const string RegistryPrefix = "wandb-registry-";

    /// <summary>Whether a project's portfolios are a registry, not just links.</summary>
    public static bool IsRegistry(Project project) =>
        project.Name == OldRegistry || project.Name.StartsWith(RegistryPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Brings the registered model of a portfolio up to what is linked there, and takes the removed aliases from it; aliases
    /// that only the model has stay. Portfolios that are no registry are left alone.
    /// </summary>
    public async Task FollowAsync(
        Caller caller, long portfolio, IReadOnlyList<string> removedAliases, CancellationToken cancellationToken = default)
    {
        if (collections.Find(caller, portfolio) is not { Kind: ArtifactCollectionKind.Portfolio } collection
            || projects.Find(caller, collection.ProjectId) is not { } project || !IsRegistry(project))
        {
            return;
        }

        var places = collections.Memberships(caller, portfolio).OrderBy(place => place.Version).ToList();
        var model = registry.Find(caller, collection.Name);
        if (model is null && places.Count > 0)
            await registry.CreateAsync(caller, collection.Name, collection.Description, LabelMap.Empty, cancellationToken).ConfigureAwait(false);
        var known = registry.Versions(caller, collection.Name)
            .Where(version => version.Labels.GetValueOrDefault(PortfolioLabel) == $"{project.Path}/{collection.Name}")
            .ToDictionary(version => version.Labels.GetValueOrDefault(ArtifactLabel) ?? "");
        foreach (var place in places)
        {
            if (artifacts.Find(caller, place.ArtifactId) is not { } artifact)
                continue;
            var name = NameOf(caller, artifact);
            var version = known.Remove(name, out var same)
                ? same
                : await AddAsync(caller, collection.Name, $"{project.Path}/{collection.Name}", artifact, name, cancellationToken).ConfigureAwait(false);
            if (version is not null)
                await AliasAsync(caller, version, collections.Aliases(caller, portfolio, artifact.Id), removedAliases, cancellationToken).ConfigureAwait(false);
        }

        foreach (var gone in known.Values)
            await registry.DeleteVersionAsync(caller, collection.Name, gone.Number, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ModelVersion?> AddAsync(
        Caller caller, string model, string portfolio, Artifact artifact, string name, CancellationToken cancellationToken)
    {
        var source = $"wandb-artifact:///{name}";
        var added = await registry.AddVersionAsync(
            caller,
            new ModelVersion
            {
                ModelId = 0,
                Name = model,
                Number = 0,
                Description = artifact.Description,
                Source = source,
                Storage = source,
                RunUid = artifact.RunId is { } run ? runs.Find(caller, run)?.Uid : null,
                Labels = new Dictionary<string, string> { [ArtifactLabel] = name, [PortfolioLabel] = portfolio },
                CreatedAt = 0,
                UpdatedAt = 0,
            },
            cancellationToken).ConfigureAwait(false);
        return added.Value;
    }

    // The newest version of a model needs no alias here, and cannot have one.
    private async Task AliasAsync(
        Caller caller, ModelVersion version, IReadOnlyList<ArtifactAlias> aliases, IReadOnlyList<string> removed,
        CancellationToken cancellationToken)
    {
        var wanted = aliases.Select(alias => alias.Name).Where(alias => RegistryRules.CheckAlias(alias) is null).ToHashSet();
        foreach (var alias in version.Aliases.Where(alias => removed.Contains(alias) && !wanted.Contains(alias)))
            await registry.DeleteAliasAsync(caller, version.Name, alias, cancellationToken).ConfigureAwait(false);
        foreach (var alias in wanted)
            await registry.SetAliasAsync(caller, version.Name, alias, version.Number, cancellationToken).ConfigureAwait(false);
    }

    private string NameOf(Caller caller, Artifact artifact)
    {
        var sequence = collections.Find(caller, artifact.CollectionId);
        var path = sequence is null ? null : projects.Find(caller, sequence.ProjectId)?.Path;
        return $"{path}/{sequence?.Name}:v{artifact.Version}";
    }
}
