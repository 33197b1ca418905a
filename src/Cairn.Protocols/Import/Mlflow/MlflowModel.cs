namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A registered model with its versions, oldest first, and its aliases by name.</summary>
internal sealed record MlflowModel(
    string Name, string? Description, IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, long> Aliases, IReadOnlyList<MlflowVersion> Versions);
