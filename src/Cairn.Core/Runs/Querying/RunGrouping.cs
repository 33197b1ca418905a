using System.Numerics;

namespace Cairn.Core.Runs.Querying;

/// <summary>Gathers the rows that pass a filter into groups, in one pass over the columns.</summary>
internal sealed class RunGrouping(RunGroupQuery query, Func<RunColumn, ColumnView> view)
{
    private readonly ColumnView[] _by = [.. query.By.Select(view)];
    private readonly ColumnView[] _columns = [.. query.Columns.Select(view)];
    private readonly Dictionary<(int Outer, long Value, int Kind), int>[] _levels = [.. query.By.Select(_ => new Dictionary<(int, long, int), int>())];
    private readonly List<(int Row, long Runs, RunningNumbers[] Numbers)> _groups = [];

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

        var groups = _groups.Select(one => new RunGroup(
            [.. _by.Select(column => column.Value(one.Row))], one.Runs, [.. one.Numbers.Select(numbers => numbers.Done())])).ToList();
        groups.Sort(Compare);
        return new RunGroups([.. groups.Skip(Math.Max(0, query.Offset)).Take(Math.Max(0, query.Limit))], groups.Count, runs);
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
                    _groups.Add(((chunk << RunChunk.Bits) + place, 0, new RunningNumbers[_columns.Length]));
            }

            group = next;
        }

        var (row, runs, sums) = _groups[group];
        _groups[group] = (row, runs + 1, sums);
        for (var i = 0; i < _columns.Length; i++)
        {
            var cells = _columns[i].Cells(chunk);
            if (cells.Numbers is { } numbers && !Cells.IsNoNumber(numbers[place]))
                sums[i].Add(numbers[place]);
            else if (cells.Integers is { } integers && integers[place] != Cells.NoInteger)
                sums[i].Add(integers[place]);
        }
    }

    // 0 and -0 are the same to people.
    private static long Bits(double number) => BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);

    private int Compare(RunGroup left, RunGroup right)
    {
        foreach (var term in query.Sort)
        {
            var order = RunValueOrder.Compare(Of(left, term.Column), Of(right, term.Column), term.Descending);
            if (order != 0)
                return order;
        }

        if (left.Runs != right.Runs)
            return right.Runs.CompareTo(left.Runs);
        for (var i = 0; i < left.Key.Count; i++)
        {
            var order = RunValueOrder.Compare(left.Key[i], right.Key[i], descending: false);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private RunValue Of(RunGroup group, RunColumn column)
    {
        for (var i = 0; i < query.By.Count; i++)
        {
            if (query.By[i] == column)
                return group.Key[i];
        }

        for (var i = 0; i < query.Columns.Count; i++)
        {
            if (query.Columns[i] == column && group.Numbers[i].Count > 0)
                return RunValue.Of(group.Numbers[i].Mean);
        }

        return default;
    }
}
