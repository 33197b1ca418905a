namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record RunWire(RunInfoWire Info, RunDataWire Data, RunInputsWire Inputs, RunOutputsWire Outputs);

internal sealed record RunInfoWire(
    string RunUuid,
    string RunId,
    string RunName,
    string ExperimentId,
    string UserId,
    string Status,
    long StartTime,
    long? EndTime,
    string ArtifactUri,
    string LifecycleStage);

internal sealed record RunDataWire(
    IReadOnlyList<MetricWire>? Metrics, IReadOnlyList<PairWire>? Params, IReadOnlyList<PairWire>? Tags);

internal sealed record RunInputsWire(
    IReadOnlyList<DatasetInputWire>? DatasetInputs, IReadOnlyList<ModelInputWire>? ModelInputs);

internal sealed record RunOutputsWire(IReadOnlyList<ModelOutputWire>? ModelOutputs);

internal sealed record DatasetInputWire(IReadOnlyList<PairWire>? Tags, DatasetWire Dataset);

internal sealed record DatasetWire(
    string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

internal sealed record ModelInputWire(string ModelId);

internal sealed record ModelOutputWire(string ModelId, long Step);

internal sealed record RunAnswer(RunWire Run);

internal sealed record RunInfoAnswer(RunInfoWire RunInfo);

internal sealed record RunsAnswer(IReadOnlyList<RunWire>? Runs, string? NextPageToken);
