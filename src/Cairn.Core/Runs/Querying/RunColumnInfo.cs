namespace Cairn.Core.Runs.Querying;

/// <summary>A column that has values.</summary>
/// <param name="Column">Which.</param>
/// <param name="Type">Of its values.</param>
/// <param name="Runs">How many runs have one.</param>
public sealed record RunColumnInfo(RunColumn Column, RunColumnType Type, long Runs);
