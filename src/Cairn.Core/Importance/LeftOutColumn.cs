namespace Cairn.Core.Importance;

/// <summary>A setting that could not be weighed.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Reason">Why, as a clause: "has the same value in all runs".</param>
public sealed record LeftOutColumn(string Name, string Reason);
