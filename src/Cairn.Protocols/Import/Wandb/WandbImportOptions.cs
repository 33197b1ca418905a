namespace Cairn.Protocols.Import.Wandb;

/// <summary>What to bring over from W&amp;B's local folders, and where to.</summary>
public sealed record WandbImportOptions
{
    /// <summary>Files (<c>.wandb</c>), folders of runs, or folders with such.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Address of the Cairn server.</summary>
    public required string Url { get; init; }

    /// <summary>One project for all runs; null takes the project that each was logged to.</summary>
    public string? Project { get; init; }

    /// <summary>Whether runs are brought again that came over whole before.</summary>
    public bool Again { get; init; }
}
