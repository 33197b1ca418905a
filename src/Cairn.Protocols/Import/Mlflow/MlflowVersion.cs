namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A version of a registered model.</summary>
internal sealed record MlflowVersion(
    long Number, string? Description, string? Stage, string Source, string? Run, string? RunLink,
    IReadOnlyDictionary<string, string> Tags);
