namespace Cairn.Core.Searching;

/// <summary>What a search has found.</summary>
/// <param name="Hits">By kind; within a kind those that begin with the text first, then the newest.</param>
/// <param name="IsPartial">Whether time ran out before everything was looked at.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, bool IsPartial);
