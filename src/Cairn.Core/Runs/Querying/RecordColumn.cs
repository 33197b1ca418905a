namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are in the runs' own records.</summary>
internal sealed class RecordColumn : StoredColumn
{
    private readonly Func<RunRecord, RunValue> _read;

    public RecordColumn(RunColumn column)
        : base(column) => _read = RecordReader.For(column);

    protected override RunValue Read(RunRecord record) => _read(record);

    protected override bool IsSame(RunRecord before, RunRecord now) => Column.Family != RunColumnFamily.Attribute &&
        before.Document(Column.Family) == now.Document(Column.Family);
}
