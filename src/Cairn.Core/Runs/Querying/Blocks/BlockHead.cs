namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Which documents the columns of a block were made of.</summary>
/// <param name="Hashes">By place; 0 where there was none.</param>
/// <param name="IsComplete">Whether a path without cells was in none of them.</param>
internal sealed record BlockHead(ulong[] Hashes, bool IsComplete);
