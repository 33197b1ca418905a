namespace Cairn.Core.Verdicts;

/// <summary>What a verdict is about: one run, or the runs of a group together.</summary>
/// <param name="Run">The run's id; null for a group.</param>
/// <param name="Group">The group; null for a run.</param>
/// <param name="Name">For people.</param>
/// <param name="Value">The metric in the run, or its mean over the group.</param>
/// <param name="Count">How many runs.</param>
/// <param name="Deviation">Sample standard deviation over them; null below two.</param>
public sealed record VerdictSubject(long? Run, string? Group, string Name, double Value, int Count, double? Deviation);
