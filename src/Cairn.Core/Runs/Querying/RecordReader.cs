namespace Cairn.Core.Runs.Querying;

/// <summary>Makes the function that reads an attribute of a record.</summary>
internal static class RecordReader
{
    public static Func<RunRecord, RunValue> For(RunColumn column)
    {
        var read = RunAttributes.Reader(column.Path);
        return column.AsText ? record => AsText(read(record)) : read;
    }

    private static RunValue AsText(RunValue value) => value.IsMissing ? value : RunValue.Of(value.ToString());
}
