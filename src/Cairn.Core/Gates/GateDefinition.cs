namespace Cairn.Core.Gates;

/// <summary>The rules of a gate as its file says them.</summary>
/// <param name="Name">What people call the gate.</param>
/// <param name="Rules">In the file's order; at least one.</param>
public sealed record GateDefinition(string Name, IReadOnlyList<GateRule> Rules);
