namespace Cairn.Core.Views;

/// <summary>What of a view changes; null leaves a field as it is.</summary>
public sealed record ViewChange
{
    public string? Name { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>An empty text removes it.</summary>
    public string? Description { get; init; }

    /// <summary>A JSON object that replaces the one there is.</summary>
    public string? Spec { get; init; }

    /// <summary>The <see cref="SavedView.UpdatedAt"/> that the change was made from; a newer view refuses it.</summary>
    public long? BasedOn { get; init; }
}
