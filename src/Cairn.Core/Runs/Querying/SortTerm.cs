namespace Cairn.Core.Runs.Querying;

/// <summary>One level of a sort, made ready for one table.</summary>
/// <param name="sort">What it sorts by.</param>
/// <param name="view">The column; null for an attribute that is read from the record, which is enough to break ties.</param>
/// <param name="table">The rows.</param>
internal sealed class SortTerm(RunSort sort, ColumnView? view, RunTable table)
{
    // Keys order rows as unsigned integers. Doubles leave the space above +Infinity free: first NaN, then other values.
    private const ulong NanKey = 0xFFF1UL << 48;
    private const ulong WordKey = 0xFFF2UL << 48;
    private const ulong MissingKey = ulong.MaxValue;

    private readonly Func<RunRecord, RunValue>? _read = view is null ? RecordReader.For(sort.Column) : null;
    private TextOrder? _order;

    /// <summary>The value that it sorts a row by.</summary>
    public RunValue Value(int row) => view is not null ? view.Value(row) : table[row] is { } run ? _read!(run) : default;

    public int Compare(RunValue left, RunValue right) => RunValueOrder.Compare(left, right, sort.Descending);

    /// <summary>A number for each row of a chunk that orders rows as this term does. Needs a view.</summary>
    public void Keys(int chunk, Span<ulong> keys)
    {
        var cells = view!.Cells(chunk);
        if (cells.Integers is { } integers)
        {
            for (var row = 0; row < keys.Length; row++)
                keys[row] = IntegerKey(integers[row]);
        }
        else if (cells.Numbers is { } numbers)
        {
            for (var row = 0; row < keys.Length; row++)
                keys[row] = NumberKey(numbers[row]);
        }
        else
        {
            keys.Fill(MissingKey);
        }

        if (cells.Codes is { } codes)
        {
            _order ??= view.Dictionary.Order();
            for (var row = 0; row < keys.Length; row++)
            {
                if (codes[row] != 0)
                    keys[row] = RankKey(_order.Rank(codes[row]), exact: true);
            }
        }
    }

    /// <summary>The key that a row with this value would have, also when no row has it.</summary>
    public ulong Key(RunValue value)
    {
        switch (value.Kind)
        {
            case RunValueKind.Missing: return MissingKey;
            case RunValueKind.Integer: return IntegerKey(value.Integer);
            case RunValueKind.Number: return NumberKey(value.Number);
            default:
                _order ??= view!.Dictionary.Order();
                var (rank, exact) = _order.Place(value);
                return RankKey(rank, exact);
        }
    }

    // Odd for words that exist, even for the gaps between them.
    private ulong RankKey(int rank, bool exact)
    {
        var place = ((ulong)rank * 2) + (exact ? 1UL : 0);
        return WordKey + (sort.Descending ? uint.MaxValue - place : place);
    }

    private ulong IntegerKey(long value)
    {
        if (value == Cells.NoInteger)
            return MissingKey;
        var key = (ulong)value ^ (1UL << 63);
        return sort.Descending ? ~key : key;
    }

    private ulong NumberKey(double value)
    {
        if (double.IsNaN(value))
            return Cells.IsNoNumber(value) ? MissingKey : NanKey;

        // 0 and -0 are one number.
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0.0 : value);
        var key = bits < 0 ? ~(ulong)bits : (ulong)bits | (1UL << 63);
        return sort.Descending ? ~key : key;
    }
}
