namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record RegisteredModelWire(
    string Name,
    long CreationTimestamp,
    long LastUpdatedTimestamp,
    string Description,
    IReadOnlyList<ModelVersionWire>? LatestVersions,
    IReadOnlyList<PairWire>? Tags,
    IReadOnlyList<ModelAliasWire>? Aliases);

internal sealed record ModelAliasWire(string Alias, string Version);

internal sealed record ModelVersionWire(
    string Name,
    string Version,
    long CreationTimestamp,
    long LastUpdatedTimestamp,
    string CurrentStage,
    string Description,
    string Source,
    string RunId,
    string Status,
    string RunLink,
    IReadOnlyList<PairWire>? Tags,
    IReadOnlyList<string>? Aliases,
    string? ModelId,
    IReadOnlyList<ModelParamWire>? ModelParams,
    IReadOnlyList<MetricWire>? ModelMetrics);

internal sealed record ModelParamWire(string Name, string Value);

internal sealed record RegisteredModelAnswer(RegisteredModelWire RegisteredModel);

internal sealed record RegisteredModelsAnswer(IReadOnlyList<RegisteredModelWire>? RegisteredModels, string? NextPageToken);

internal sealed record ModelVersionAnswer(ModelVersionWire ModelVersion);

internal sealed record ModelVersionsAnswer(IReadOnlyList<ModelVersionWire>? ModelVersions, string? NextPageToken = null);

internal sealed record ArtifactUriAnswer(string ArtifactUri);
