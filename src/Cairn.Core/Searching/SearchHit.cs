namespace Cairn.Core.Searching;

/// <summary>Something that a search has found.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Text">Its name, or for a value the value.</param>
/// <param name="Note">A few words that tell it from others of that name.</param>
/// <param name="Project"><c>team/name</c> of the project that it is in; null for what is in none.</param>
/// <param name="Key">A run's or sweep's uid, an artifact's type, a setting's path, the column of a value.</param>
public sealed record SearchHit(SearchKind Kind, string Text, string? Note, string? Project, string? Key);
