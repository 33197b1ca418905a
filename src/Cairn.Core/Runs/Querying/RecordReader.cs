namespace Cairn.Core.Runs.Querying;

/// <summary>Makes the function that reads one column of a record.</summary>
internal static class RecordReader
{
    public static Func<RunRecord, RunValue> For(RunColumn column)
    {
        if (column.Family == RunColumnFamily.Attribute)
        {
            var read = RunAttributes.Reader(column.Path);
            return column.AsText ? record => AsText(read(record)) : read;
        }

        var paths = new DocumentPaths([column.Path]);
        return record =>
        {
            var document = record.Document(column.Family);
            var slice = default(JsonSlice);
            paths.Find(document, new Span<JsonSlice>(ref slice));
            return slice.Value(document, column.Family, column.AsText);
        };
    }

    private static RunValue AsText(RunValue value) => value.IsMissing ? value : RunValue.Of(value.ToString());
}
