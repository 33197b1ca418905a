namespace Cairn.Core.Runs.Querying;

/// <summary>A test of the numbers of a column: those in one of some ranges, or, inverted, all numbers outside.</summary>
internal sealed class NumberTest
{
    private const int FewRanges = 8;
    private const long Least = Cells.NoInteger + 1;

    private readonly (double Low, double High)[] _ranges;
    private readonly (long Low, long High)[] _integerRanges;
    private readonly HashSet<double>? _set;
    private readonly HashSet<long>? _integerSet;
    private readonly bool _inverted;

    private NumberTest(IReadOnlyCollection<RunValue> wanted, RunComparison comparison, bool inverted)
    {
        _inverted = inverted;
        _ranges = [.. wanted.Select(value => Range(value.Number, comparison)).Where(range => range.Low <= range.High)];
        _integerRanges =
            [.. wanted.Select(value => IntegerRange(value, comparison)).Where(range => range.Low <= range.High)];
        if (_ranges.Length > FewRanges)
            _set = [.. _ranges.Select(range => range.Low)];
        if (_integerRanges.Length > FewRanges)
            _integerSet = [.. _integerRanges.Select(range => range.Low)];
    }

    /// <summary>Compares with one number.</summary>
    public static NumberTest Compare(RunComparison comparison, RunValue wanted) => comparison == RunComparison.NotEqual
        ? new NumberTest([wanted], RunComparison.Equal, inverted: true)
        : new NumberTest([wanted], comparison, inverted: false);

    /// <summary>Equal to one of several numbers, or present and equal to none.</summary>
    public static NumberTest In(IReadOnlyCollection<RunValue> wanted, bool negated) => new(wanted, RunComparison.Equal, negated);

    /// <summary>Adds the rows that pass.</summary>
    public void AddTo(Span<ulong> bits, Cells cells)
    {
        if (!_inverted)
        {
            AddInside(bits, cells);
            return;
        }

        Span<ulong> rows = stackalloc ulong[RunChunk.Words];
        rows.Clear();
        RowBits.AddPresentNumbers(rows, cells);
        Span<ulong> inside = stackalloc ulong[RunChunk.Words];
        inside.Clear();
        AddInside(inside, cells);
        RowBits.AndNot(rows, inside);
        RowBits.Or(bits, rows);
    }

    private void AddInside(Span<ulong> bits, Cells cells)
    {
        if (cells.Numbers is { } numbers)
        {
            if (_set is not null)
            {
                RowBits.AddSet(bits, numbers, _set);
            }
            else
            {
                foreach (var (low, high) in _ranges)
                    RowBits.AddRange(bits, numbers, low, high);
            }
        }

        if (cells.Integers is { } integers)
        {
            if (_integerSet is not null)
            {
                RowBits.AddSet(bits, integers, _integerSet);
            }
            else
            {
                foreach (var (low, high) in _integerRanges)
                    RowBits.AddRange(bits, integers, low, high);
            }
        }
    }

    // A range with NaN is empty, for NaN compares with nothing.
    private static (double Low, double High) Range(double value, RunComparison comparison) => comparison switch
    {
        RunComparison.Less when value > double.NegativeInfinity => (double.NegativeInfinity, Math.BitDecrement(value)),
        RunComparison.LessOrEqual => (double.NegativeInfinity, value),
        RunComparison.Greater when value < double.PositiveInfinity => (Math.BitIncrement(value), double.PositiveInfinity),
        RunComparison.GreaterOrEqual => (value, double.PositiveInfinity),
        RunComparison.Equal => (value, value),
        _ => (1, 0),
    };

    private static (long Low, long High) IntegerRange(RunValue wanted, RunComparison comparison)
    {
        var number = wanted.Number;
        if (double.IsNaN(number))
            return (1, 0);

        // The largest integer not above the value and the smallest not below it; saturated far outside, where the value is
        // above or below every integer there can be.
        var below = wanted.Kind == RunValueKind.Integer ? wanted.Integer : Saturated(Math.Floor(number));
        var above = wanted.Kind == RunValueKind.Integer ? wanted.Integer : Saturated(Math.Ceiling(number));
        return comparison switch
        {
            RunComparison.Less => above > Least ? (Least, above - 1) : (1, 0),
            RunComparison.LessOrEqual => (Least, below),
            RunComparison.Greater => below < long.MaxValue ? (below + 1, long.MaxValue) : (1, 0),
            RunComparison.GreaterOrEqual => (Math.Max(above, Least), long.MaxValue),
            _ => above == below && above >= Least ? (above, below) : (1, 0),
        };
    }

    private static long Saturated(double whole) => whole switch
    {
        >= 9.2233720368547758e18 => long.MaxValue,
        <= -9.2233720368547758e18 => Cells.NoInteger,
        _ => (long)whole,
    };
}
