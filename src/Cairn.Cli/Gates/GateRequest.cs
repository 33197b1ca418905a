namespace Cairn.Cli.Gates;

/// <summary>What a gate is to be held against.</summary>
/// <param name="Rules">Path of the file of rules.</param>
/// <param name="Run">The run as people name it; null for a group.</param>
/// <param name="Group">The group; null for a run.</param>
/// <param name="Project">The project of the group.</param>
/// <param name="Commit">The commit; null for the runs' own.</param>
internal sealed record GateRequest(string Rules, string? Run, string? Group, string? Project, string? Commit);
