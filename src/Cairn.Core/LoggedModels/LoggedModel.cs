namespace Cairn.Core.LoggedModels;

/// <summary>A model that training has written: a thing of its own beside the run that made it.</summary>
public sealed record LoggedModel
{
    /// <summary>The server's own number.</summary>
    public required long Id { get; init; }

    /// <summary><c>m-</c> and 32 hexadecimal digits.</summary>
    public required string Uid { get; init; }

    public required long ProjectId { get; init; }

    public required string Name { get; init; }

    /// <summary>What sort of model it is, as its maker says; null when unknown.</summary>
    public string? ModelType { get; init; }

    /// <summary>Uid of the run that made it; null when none did.</summary>
    public string? SourceRun { get; init; }

    public required LoggedModelState State { get; init; }

    public IReadOnlyDictionary<string, string> Params { get; init; } = LabelMap.Empty;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = LabelMap.Empty;

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix milliseconds at which it was deleted; null while it is there.</summary>
    public long? DeletedAt { get; init; }
}
