namespace Cairn.Core.Registry;

/// <summary>A name under which versions of a model are kept, so that those who use it need not know its runs.</summary>
public sealed record RegisteredModel
{
    /// <summary>The server's own number; stays when the name changes.</summary>
    public required long Id { get; init; }

    /// <summary>Unique in the server.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = LabelMap.Empty;

    /// <summary>Names that point at one version each.</summary>
    public IReadOnlyDictionary<string, long> Aliases { get; init; } = new Dictionary<string, long>();

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change of it or of a new version.</summary>
    public required long UpdatedAt { get; init; }
}
