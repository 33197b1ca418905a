namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record DatasetSummaryWire(string ExperimentId, string Name, string Digest, string? Context);

internal sealed record DatasetSummariesAnswer(IReadOnlyList<DatasetSummaryWire>? DatasetSummaries);
