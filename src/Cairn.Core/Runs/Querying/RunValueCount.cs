namespace Cairn.Core.Runs.Querying;

/// <summary>A value of a column and how many runs have it.</summary>
public sealed record RunValueCount(RunValue Value, long Runs);
