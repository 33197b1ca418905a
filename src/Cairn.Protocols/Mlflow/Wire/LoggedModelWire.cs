namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record LoggedModelWire(LoggedModelInfoWire Info, LoggedModelDataWire Data);

internal sealed record LoggedModelInfoWire(
    string ModelId,
    string ExperimentId,
    string Name,
    long CreationTimestampMs,
    long LastUpdatedTimestampMs,
    string ArtifactUri,
    string Status,
    string? ModelType,
    string? SourceRunId,
    IReadOnlyList<PairWire>? Tags);

internal sealed record LoggedModelDataWire(IReadOnlyList<PairWire>? Params, IReadOnlyList<MetricWire>? Metrics);

internal sealed record LoggedModelAnswer(LoggedModelWire Model);

internal sealed record LoggedModelsAnswer(IReadOnlyList<LoggedModelWire>? Models, string? NextPageToken);
