namespace Cairn.Core.Runs.Querying;

/// <summary>
/// The values of one column in the rows of one chunk; never changed once published. A row has a number in one of the two
/// number arrays, or a code of the column's dictionary, or nothing. An array is null when no row needs it.
/// </summary>
internal sealed class Cells(RunChunk source, double[]? numbers, long[]? integers, int[]? codes)
{
    /// <summary>Marks a row without an int64; no id or time has this value.</summary>
    public const long NoInteger = long.MinValue;

    // A NaN of its own: comparisons fail on it without a look at presence, and its bits tell it from a NaN that was logged.
    private const long NoNumberBits = 0x7FF8_0000_4D49_5353;

    public static double NoNumber { get; } = BitConverter.Int64BitsToDouble(NoNumberBits);

    public RunChunk Source => source;
    public double[]? Numbers => numbers;
    public long[]? Integers => integers;
    public int[]? Codes => codes;

    public long Bytes => 64 + ((long)(numbers?.Length ?? 0) * 8) + ((long)(integers?.Length ?? 0) * 8) +
                         ((long)(codes?.Length ?? 0) * 4);

    public static bool IsNoNumber(double value) => BitConverter.DoubleToInt64Bits(value) == NoNumberBits;

    public RunValue Value(int row, ColumnDictionary dictionary)
    {
        if (codes is not null && codes[row] != 0)
            return dictionary[codes[row]];
        if (integers is not null && integers[row] != NoInteger)
            return RunValue.Of(integers[row]);
        return numbers is not null && !IsNoNumber(numbers[row]) ? RunValue.Of(numbers[row]) : default;
    }
}
