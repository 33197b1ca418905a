namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Takes the documents of one family and one block apart into columns.</summary>
internal sealed class BlockShredder(RunColumnFamily family)
{
    // A block of runs that all have keys of their own would have a cell for each; the rest is left to the documents.
    private const int MostColumns = 20_000;

    private readonly Dictionary<string, CellWriter> _columns = new(StringComparer.Ordinal);
    private readonly ulong[] _hashes = new ulong[BlockFile.Size];

    /// <summary>The block of these documents, by run; none of another block.</summary>
    public static ShreddedBlock Shred(RunColumnFamily family, IReadOnlyDictionary<long, byte[]> documents)
    {
        var shredder = new BlockShredder(family);
        foreach (var (run, document) in documents.OrderBy(one => one.Key))
            shredder.Add((int)(run & (BlockFile.Size - 1)), document);
        return new ShreddedBlock(
            shredder._hashes, shredder.IsComplete, [.. shredder._columns.Select(one => (one.Key, one.Value.Encode()))]);
    }

    private bool IsComplete { get; set; } = true;

    private void Add(int place, byte[] document)
    {
        _hashes[place] = RunRecord.HashOf(document);
        var columns = _columns.GetAlternateLookup<ReadOnlySpan<char>>();
        DocumentKeys.Visit(document, (path, value) =>
        {
            if (!columns.TryGetValue(path, out var column))
            {
                if (_columns.Count >= MostColumns)
                {
                    IsComplete = false;
                    return;
                }

                columns[path] = column = new CellWriter();
            }

            if (value.Length == 0)
                column.AddInDocument(place);
            else if (value.Type == System.Text.Json.JsonTokenType.Null)
                column.Add(place, default);
            else
                column.Add(place, value.Value(document, family, asText: false), value.IsPlainNumber(document));
        });
    }
}
