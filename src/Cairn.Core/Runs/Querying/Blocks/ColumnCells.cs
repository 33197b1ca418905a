using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>What the blocks know of one column.</summary>
internal sealed class ColumnCells
{
    private readonly Dictionary<long, (BlockHead Head, CellBlock? Cells)> _blocks = [];
    private readonly RunColumn _column;

    private ColumnCells(RunColumn column) => _column = column;

    /// <summary>Reads a column, its words as codes of <paramref name="dictionary"/>; nothing is known where that fails.</summary>
    public static ColumnCells Open(
        BlockFile? file, RunColumn column, string path, ColumnDictionary dictionary, Action<Exception> failed)
    {
        var cells = new ColumnCells(column);
        if (file is null)
            return cells;
        try
        {
            // Heads first: what is written meanwhile makes cells newer than they say, which only means that a change is seen early.
            foreach (var block in file.Blocks(column.Family))
            {
                if (file.Head(column.Family, block) is { } head)
                    cells._blocks[block] = (head, null);
            }

            var read = file.Read(column.Family, path);
            var decoded = new CellBlock[read.Count];
            Parallel.For(0, read.Count, i => decoded[i] = CellBlock.Decode(read[i].Cells.Span, dictionary, column.AsText));
            for (var i = 0; i < decoded.Length; i++)
            {
                if (cells._blocks.TryGetValue(read[i].Block, out var known))
                    cells._blocks[read[i].Block] = (known.Head, decoded[i]);
            }

            return cells;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            failed(exception);
            return new ColumnCells(column);
        }
    }

    /// <summary>
    /// Writes the values of a chunk's rows; answers the rows of which only their document or their series tell, null for none.
    /// </summary>
    /// <param name="chunk">The runs.</param>
    /// <param name="hashes">What each of them is at; 0 where nobody knows, and 1 where there is no value.</param>
    /// <param name="builder">Takes the values.</param>
    // Without tiers: columns are filled seldom, a million rows at a time, and someone waits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<int>? Fill(RunChunk chunk, ReadOnlySpan<ulong> hashes, ref CellsBuilder builder)
    {
        List<int>? rest = null;
        var (block, head, cells) = (-1L, (BlockHead?)null, (CellBlock?)null);
        double[]? numbers = null;
        int[]? codes = null;
        Span<long> ids = stackalloc long[RunChunk.Size];
        chunk.Ids(ids);
        for (var row = 0; row < chunk.Count; row++)
        {
            if (ids[row] == 0 || hashes[row] == 1)
                continue;
            if (ids[row] >> BlockFile.Bits != block)
            {
                block = ids[row] >> BlockFile.Bits;
                (head, cells) = _blocks.GetValueOrDefault(block);
            }

            var place = (int)ids[row] & (BlockFile.Size - 1);
            if (head is not null && hashes[row] != 0 && head.Hashes[place] == hashes[row])
            {
                switch (cells is null ? CellKind.Missing : cells.Kinds[place])
                {
                    case CellKind.Missing when cells is not null || head.IsComplete:
                        continue;
                    case CellKind.Number when !_column.AsText:
                        (numbers ??= builder.OwnNumbers())[row] = cells!.Numbers![place];
                        continue;
                    case CellKind.Word:
                        (codes ??= builder.OwnCodes())[row] = cells!.Codes![place];
                        continue;
                }
            }

            (rest ??= []).Add(row);
        }

        return rest;
    }

    private static bool IsUnreadable(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.All(IsUnreadable),
        _ => exception is SqliteException or InvalidDataException,
    };
}
