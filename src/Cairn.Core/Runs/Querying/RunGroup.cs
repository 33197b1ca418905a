namespace Cairn.Core.Runs.Querying;

/// <summary>Runs that have values in common.</summary>
/// <param name="Key">The values in common, one for each column they are grouped by; missing where they have none.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Numbers">The numbers of each column asked for, in its order.</param>
public sealed record RunGroup(IReadOnlyList<RunValue> Key, long Runs, IReadOnlyList<GroupNumbers> Numbers);
