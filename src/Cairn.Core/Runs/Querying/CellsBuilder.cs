namespace Cairn.Core.Runs.Querying;

/// <summary>Writes the cells of a chunk, copying those of an earlier version only where a value differs.</summary>
internal struct CellsBuilder(ColumnDictionary dictionary, Cells? before)
{
    private double[]? _numbers = before?.Numbers;
    private long[]? _integers = before?.Integers;
    private int[]? _codes = before?.Codes;
    private bool _ownsNumbers;
    private bool _ownsIntegers;
    private bool _ownsCodes;
    private string? _lastText;
    private int _lastCode;

    public void Set(int row, RunValue value)
    {
        var number = value.Kind == RunValueKind.Number ? value.Number : Cells.NoNumber;
        if (_numbers is not null || value.Kind == RunValueKind.Number)
        {
            if (_numbers is null || BitConverter.DoubleToInt64Bits(_numbers[row]) != BitConverter.DoubleToInt64Bits(number))
                Own(ref _numbers, ref _ownsNumbers, Cells.NoNumber)[row] = number;
        }

        var integer = value.Kind == RunValueKind.Integer ? value.Integer : Cells.NoInteger;
        if ((_integers is null ? Cells.NoInteger : _integers[row]) != integer)
            Own(ref _integers, ref _ownsIntegers, Cells.NoInteger)[row] = integer;

        var code = value.IsMissing || value.IsNumber ? 0 : Code(value);
        if ((_codes is null ? 0 : _codes[row]) != code)
            Own(ref _codes, ref _ownsCodes, 0)[row] = code;
    }

    /// <summary>The numbers, to be written into rows that have nothing yet.</summary>
    public double[] OwnNumbers() => Own(ref _numbers, ref _ownsNumbers, Cells.NoNumber);

    /// <summary>The integers, to be written into rows that have nothing yet.</summary>
    public long[] OwnIntegers() => Own(ref _integers, ref _ownsIntegers, Cells.NoInteger);

    /// <summary>The codes of the dictionary, to be written into rows that have nothing yet.</summary>
    public int[] OwnCodes() => Own(ref _codes, ref _ownsCodes, 0);

    public readonly Cells Build(RunChunk source) => new(source, _numbers, _integers, _codes);

    private static T[] Own<T>(ref T[]? array, ref bool owned, T missing)
    {
        if (owned)
            return array!;
        var copy = GC.AllocateUninitializedArray<T>(RunChunk.Size);
        if (array is null)
            Array.Fill(copy, missing);
        else
            array.CopyTo(copy, 0);
        owned = true;
        return array = copy;
    }

    // Neighbouring runs tend to share their words, and the dictionary's lock is not free.
    private int Code(RunValue value)
    {
        if (value.Kind != RunValueKind.Text)
            return dictionary.Intern(value);
        if (_lastText == value.Text)
            return _lastCode;
        _lastText = value.Text;
        return _lastCode = dictionary.Intern(value);
    }
}
