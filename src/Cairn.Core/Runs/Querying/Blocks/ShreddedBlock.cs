namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>One family of the runs of one block as columns.</summary>
/// <param name="Hashes">Of the documents that the columns were made of, by place; 0 where there is none.</param>
/// <param name="IsComplete">Whether a path without a column is in none of the documents.</param>
/// <param name="Columns">Encoded cells by path.</param>
internal sealed record ShreddedBlock(ulong[] Hashes, bool IsComplete, IReadOnlyList<(string Path, byte[] Cells)> Columns);
