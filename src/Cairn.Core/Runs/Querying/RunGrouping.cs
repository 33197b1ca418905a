using System.Numerics;

namespace Cairn.Core.Runs.Querying;

/// <summary>Gathers the rows that pass a filter into groups, in one pass over the columns.</summary>
internal sealed class RunGrouping(RunGroupQuery query, Func<RunColumn, ColumnView> view)
{
    private readonly ColumnView[] _by = [.. query.By.Select(view)];
    private readonly ColumnView[] _columns = [.. query.Columns.Select(view)];
    private readonly Dictionary<(int Outer, long Value, int Kind), int>[] _levels = [.. query.By.Select(_ => new Dictionary<(int, long, int), int>())];

    // Of each group: a row that is in it, how many are, and the sums of its columns one after the other.
    private readonly List<int> _rows = [];
    private readonly List<long> _runs = [];
    private RunningNumbers[] _sums = new RunningNumbers[64];

    /// <summary>The groups of the rows that pass.</summary>
    public RunGroups Make(Predicate rows, int chunks)
    {
        Span<ulong> bits = stackalloc ulong[RunChunk.Words];
        long runs = 0;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            bits.Clear();
            rows.AddTo(bits, chunk);
            for (var word = 0; word < bits.Length; word++)
            {
                for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                {
                    Add(chunk, (word << 6) + BitOperations.TrailingZeroCount(rest));
                    runs++;
                }
            }
        }

        return new RunGroups(
            [.. Order().Skip(Math.Max(0, query.Offset)).Take(Math.Max(0, query.Limit)).Select(Group)], _rows.Count, runs);
    }

    private void Add(int chunk, int place)
    {
        var group = 0;
        for (var level = 0; level < _by.Length; level++)
        {
            var cells = _by[level].Cells(chunk);
            (long Value, int Kind) own = cells.Codes is { } codes && codes[place] != 0 ? (codes[place], 1)
                : cells.Integers is { } integers && integers[place] != Cells.NoInteger ? (integers[place], 2)
                : cells.Numbers is { } numbers && !Cells.IsNoNumber(numbers[place]) ? (Bits(numbers[place]), 3)
                : (0, 0);
            var known = _levels[level];
            if (!known.TryGetValue((group, own.Value, own.Kind), out var next))
            {
                next = known.Count;
                known.Add((group, own.Value, own.Kind), next);
                if (level == _by.Length - 1)
                    Begin((chunk << RunChunk.Bits) + place);
            }

            group = next;
        }

        _runs[group]++;
        for (var i = 0; i < _columns.Length; i++)
        {
            var cells = _columns[i].Cells(chunk);
            if (cells.Numbers is { } numbers && !Cells.IsNoNumber(numbers[place]))
                _sums[(group * _columns.Length) + i].Add(numbers[place]);
            else if (cells.Integers is { } integers && integers[place] != Cells.NoInteger)
                _sums[(group * _columns.Length) + i].Add(integers[place]);
        }
    }

    private void Begin(int row)
    {
        _rows.Add(row);
        _runs.Add(0);
        if (_rows.Count * _columns.Length > _sums.Length)
            Array.Resize(ref _sums, _rows.Count * _columns.Length * 2);
    }

    // 0 and -0 are the same to people.
    private static long Bits(double number) => BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);

    private RunGroup Group(int group) => new(
        [.. _by.Select(column => column.Value(_rows[group]))], _runs[group], [.. _columns.Select((_, i) => Numbers(group, i))]);

    private GroupNumbers Numbers(int group, int column) => _sums[(group * _columns.Length) + column].Done();

    private int[] Order()
    {
        var order = new int[_rows.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;

        // What is compared many times is looked up once.
        var terms = query.Sort.Select(term => (Values: Values(term.Column), term.Descending)).ToArray();
        var keys = _by.Select(column => order.Select(group => column.Value(_rows[group])).ToArray()).ToArray();
        Array.Sort(order, (left, right) =>
        {
            foreach (var (values, descending) in terms)
            {
                var byTerm = RunValueOrder.Compare(values[left], values[right], descending);
                if (byTerm != 0)
                    return byTerm;
            }

            if (_runs[left] != _runs[right])
                return _runs[right].CompareTo(_runs[left]);
            foreach (var values in keys)
            {
                var byKey = RunValueOrder.Compare(values[left], values[right], descending: false);
                if (byKey != 0)
                    return byKey;
            }

            return left.CompareTo(right);
        });
        return order;
    }

    private RunValue[] Values(RunColumn column)
    {
        var values = new RunValue[_rows.Count];
        var by = query.By.ToList().IndexOf(column);
        var of = query.Columns.ToList().IndexOf(column);
        for (var group = 0; group < values.Length; group++)
        {
            if (by >= 0)
                values[group] = _by[by].Value(_rows[group]);
            else if (of >= 0 && Numbers(group, of) is { Count: > 0 } numbers)
                values[group] = RunValue.Of(numbers.Mean);
        }

        return values;
    }
}
