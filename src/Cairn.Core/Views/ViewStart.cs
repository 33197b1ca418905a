namespace Cairn.Core.Views;

/// <summary>A view to be made.</summary>
/// <param name="Kind">What it arranges.</param>
/// <param name="Name">Unique of its kind; null to have one invented.</param>
/// <param name="DisplayName">For people; null takes the name.</param>
/// <param name="Description">For people.</param>
/// <param name="Spec">A JSON object.</param>
public sealed record ViewStart(string Kind, string? Name, string? DisplayName, string? Description, string Spec);
