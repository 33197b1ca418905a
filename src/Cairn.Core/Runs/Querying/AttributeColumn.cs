namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are attributes of runs.</summary>
internal sealed class AttributeColumn(RunColumn column) : StoredColumn(column)
{
    private readonly Func<RunRecord, RunValue> _read = RecordReader.For(column);

    protected override RunValue Read(RunRecord record) => _read(record);

    protected override bool IsSame(RunRecord before, RunRecord now) => false;
}
