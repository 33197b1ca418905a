namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A metric of a logged model, and the run and perhaps the dataset that it was measured with.</summary>
internal sealed record MlflowModelMetric(
    string Run, string Key, double Value, long Time, long Step, string? Dataset, string? Digest);
