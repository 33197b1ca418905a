using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are in the runs' documents: first taken from blocks, where their documents are still the same.</summary>
internal sealed class DocumentColumn : StoredColumn
{
    private readonly RunDocuments _documents;
    private readonly BlockFile? _blocks;
    private readonly Action<Exception> _failed;
    private readonly DocumentPaths _paths;

    /// <param name="column">The column.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="blocks">Where columns are kept; null for nowhere.</param>
    /// <param name="failed">Told when the blocks cannot be read: then the documents are.</param>
    public DocumentColumn(RunColumn column, RunDocuments documents, BlockFile? blocks, Action<Exception> failed)
        : base(column)
    {
        (_documents, _blocks, _failed) = (documents, blocks, failed);
        _paths = new DocumentPaths([column.Path]);
    }

    protected override RunValue Read(RunRecord record) => Read(_documents.Read(record, Column.Family));

    protected override bool IsSame(RunRecord before, RunRecord now) => before.Hash(Column.Family) == now.Hash(Column.Family);

    protected override FillChunk FirstFill(RunTable table)
    {
        var cells = ColumnCells.Open(_blocks, Column, Column.Path, Dictionary, _failed);
        return (RunChunk chunk, ref CellsBuilder builder) =>
        {
            Span<ulong> hashes = stackalloc ulong[RunChunk.Size];
            chunk.Hashes(Column.Family, hashes);
            var rest = cells.Fill(chunk, hashes, ref builder);
            if (rest is null)
                return;
            var documents = _documents.Read([.. rest.Select(row => chunk[row]!)], Column.Family);
            for (var i = 0; i < documents.Length; i++)
                builder.Set(rest[i], Read(documents[i]));
        };
    }

    private RunValue Read(byte[] document)
    {
        var slice = default(JsonSlice);
        _paths.Find(document, new Span<JsonSlice>(ref slice));
        return slice.Value(document, Column.Family, Column.AsText);
    }
}
