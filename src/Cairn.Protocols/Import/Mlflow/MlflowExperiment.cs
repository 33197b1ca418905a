namespace Cairn.Protocols.Import.Mlflow;

/// <summary>An experiment as its source tells it.</summary>
internal sealed record MlflowExperiment
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The project that it comes from, where the source is a Cairn server; else null.</summary>
    public string? Project { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Its folder on this machine; null where it has none.</summary>
    public string? Folder { get; init; }
}
