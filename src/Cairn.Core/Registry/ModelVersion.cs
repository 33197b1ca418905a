namespace Cairn.Core.Registry;

/// <summary>One version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>Id of the registered model.</summary>
    public required long ModelId { get; init; }

    /// <summary>Name of the registered model.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up from 1; the number of a deleted version is not used again.</summary>
    public required long Number { get; init; }

    public string? Description { get; init; }

    /// <summary>Where the registering client found it.</summary>
    public required string Source { get; init; }

    /// <summary>Where its files are: <see cref="Source"/>, or that of the version which it copies.</summary>
    public required string Storage { get; init; }

    /// <summary>Uid of the run that made it; null when unknown.</summary>
    public string? RunUid { get; init; }

    /// <summary>A link to that run in another server; null when there is none.</summary>
    public string? RunLink { get; init; }

    /// <summary>Uid of the logged model that it is; null when unknown.</summary>
    public string? LoggedModel { get; init; }

    public ModelStage Stage { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = LabelMap.Empty;

    /// <summary>The aliases that point at it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change.</summary>
    public required long UpdatedAt { get; init; }
}
