namespace Cairn.Core.Runs.Querying;

/// <summary>One run of a page, with the values of the query's columns in their order.</summary>
public sealed record RunRow(long Id, IReadOnlyList<RunValue> Values);
