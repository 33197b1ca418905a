using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>What the blocks know of one column.</summary>
internal sealed class ColumnCells
{
    private readonly Dictionary<long, (BlockHead Head, CellBlock? Cells)> _blocks = [];
    private readonly RunColumn _column;

    private ColumnCells(RunColumn column) => _column = column;

    /// <summary>Reads a column, its words as codes of <paramref name="dictionary"/>; nothing is known where that fails.</summary>
    public static ColumnCells Open(BlockFile? file, RunColumn column, ColumnDictionary dictionary, Action<Exception> failed)
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

            var read = file.Read(column.Family, column.Path);
            var decoded = new CellBlock[read.Count];
            Parallel.For(0, read.Count, i => decoded[i] = CellBlock.Decode(read[i].Cells, dictionary));
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

    /// <summary>Writes the value of a record into its row; false when only its document tells.</summary>
    public bool TrySet(RunRecord record, int row, ref CellsBuilder builder)
    {
        if (!_blocks.TryGetValue(record.Id >> BlockFile.Bits, out var block))
            return false;
        var place = (int)(record.Id & (BlockFile.Size - 1));
        if (block.Head.Hashes[place] != record.Hash(_column.Family))
            return false;
        if (block.Cells is not { } cells)
            return block.Head.IsComplete;
        switch (cells.Kind(place))
        {
            case CellKind.Missing:
                return true;
            case CellKind.Number when !_column.AsText:
                builder.SetNumber(row, cells.Number(place));
                return true;
            case CellKind.Word when !_column.AsText || builder.IsText(cells.Code(place)):
                builder.SetCode(row, cells.Code(place));
                return true;
            default:
                return false;
        }
    }

    private static bool IsUnreadable(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.All(IsUnreadable),
        _ => exception is SqliteException or InvalidDataException,
    };
}
