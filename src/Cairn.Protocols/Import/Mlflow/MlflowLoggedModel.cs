namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A model that training has written, as MLflow 3 keeps it beside its run; times are Unix milliseconds.</summary>
internal sealed record MlflowLoggedModel
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? ModelType { get; init; }

    public string? SourceRun { get; init; }

    /// <summary>MLflow's word or number, such as <c>LOGGED_MODEL_READY</c>.</summary>
    public string? Status { get; init; }

    public long? CreatedAt { get; init; }

    public string ArtifactUri { get; init; } = "";

    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<MlflowModelMetric> Metrics { get; init; } = [];

    /// <summary>Its folder on this machine; null where it has none.</summary>
    public string? Folder { get; init; }
}
