namespace Cairn.Protocols.Import.Mlflow;

/// <summary>What to bring over from MLflow, and where to.</summary>
public sealed record MlflowImportOptions
{
    /// <summary>A tracking URI (<c>http…</c>, <c>sqlite:///…</c>, <c>file:…</c>), an <c>mlruns</c> folder or an SQLite file.</summary>
    public required string From { get; init; }

    /// <summary>Address of the Cairn server.</summary>
    public required string Url { get; init; }

    /// <summary>One project for all runs; null makes one of each experiment's name.</summary>
    public string? Project { get; init; }

    /// <summary>Where the artifacts lie that MLflow's server served by its proxy, when not beside the database.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Whether runs come along that were deleted; they go to the trash.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether runs are brought again that came over whole before.</summary>
    public bool Again { get; init; }
}
