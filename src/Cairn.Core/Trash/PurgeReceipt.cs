namespace Cairn.Core.Trash;

/// <summary>What emptying the trash has removed for good.</summary>
/// <param name="Runs">Runs.</param>
/// <param name="Projects">Projects.</param>
/// <param name="Freed">The space that they took; file contents that others still refer to are not in it.</param>
public sealed record PurgeReceipt(long Runs, long Projects, TrashSpace Freed);
