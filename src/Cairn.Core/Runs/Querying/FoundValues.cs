namespace Cairn.Core.Runs.Querying;

/// <summary>Settings whose values contain a text.</summary>
/// <param name="Found">Distinct values with their columns and projects, those of the newest runs first.</param>
/// <param name="IsPartial">Whether time ran out before all runs were looked at.</param>
public sealed record FoundValues(IReadOnlyList<(long Project, RunColumn Column, string Value)> Found, bool IsPartial);
