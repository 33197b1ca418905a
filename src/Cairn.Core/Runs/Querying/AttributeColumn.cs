using System.Runtime.CompilerServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>A column whose values are attributes of runs.</summary>
internal sealed class AttributeColumn(RunColumn column) : StoredColumn(column)
{
    private readonly Func<RunRecord, RunValue> _read = RecordReader.For(column);

    protected override RunValue Read(RunRecord record) => _read(record);

    protected override bool IsSame(RunRecord before, RunRecord now) => false;

    protected override FillChunk FirstFill(RunTable table)
    {
        if (Column.AsText || RunAttributes.Integer(Column.Path) is not { } read)
            return Fill;
        return (RunChunk chunk, ref CellsBuilder builder) => FillIntegers(chunk, read, ref builder);
    }

    // Every query needs some of these, and after a start someone waits for a million of each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillIntegers(RunChunk chunk, Func<RunRecord, long?> read, ref CellsBuilder builder)
    {
        long[]? integers = null;
        var records = chunk.Records;
        for (var row = 0; row < records.Length; row++)
        {
            if (records[row] is { } record && read(record) is { } value)
                (integers ??= builder.OwnIntegers())[row] = value;
        }
    }
}
