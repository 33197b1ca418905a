namespace Cairn.Core.Runs.Querying;

/// <summary>A column as a query sees it: the cells for every chunk of its table.</summary>
internal sealed class ColumnView(RunTable table, Cells[] cells, ColumnDictionary dictionary)
{
    public RunTable Table => table;

    public ColumnDictionary Dictionary => dictionary;

    public Cells Cells(int chunk) => cells[chunk];

    public int Chunks => cells.Length;

    public RunValue Value(int row) => cells[row >> RunChunk.Bits].Value(row & (RunChunk.Size - 1), dictionary);

    public long Bytes()
    {
        long bytes = 0;
        foreach (var chunk in cells)
            bytes += chunk.Bytes;
        return bytes;
    }
}
