namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A dataset that a run has used, and the tags of that use.</summary>
internal sealed record MlflowDataset(
    string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile,
    IReadOnlyDictionary<string, string> Tags);
