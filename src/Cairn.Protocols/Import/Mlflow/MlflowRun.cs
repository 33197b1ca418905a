namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A run as its source tells it; times are Unix milliseconds.</summary>
internal sealed record MlflowRun
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? User { get; init; }

    /// <summary>MLflow's word, such as <c>FINISHED</c>.</summary>
    public required string Status { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public string ArtifactUri { get; init; } = "";

    public bool Deleted { get; init; }

    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<MlflowDataset> Datasets { get; init; } = [];

    /// <summary>Ids of the logged models that it has used.</summary>
    public IReadOnlyList<string> UsedModels { get; init; } = [];

    /// <summary>Ids of the logged models that it has made, and at which step.</summary>
    public IReadOnlyList<(string Model, long Step)> MadeModels { get; init; } = [];

    /// <summary>Keys of its metrics, where the source has to be asked for each.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Its folder on this machine; null where it has none.</summary>
    public string? Folder { get; init; }

    /// <summary>Differs when the run has changed since.</summary>
    public required string Fingerprint { get; init; }
}
