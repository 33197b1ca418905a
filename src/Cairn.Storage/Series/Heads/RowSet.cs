namespace Cairn.Storage.Series.Heads;

/// <summary>Rows of some series in memory, in order (step, time, and in a single column value).</summary>
internal sealed class RowSet
{
    public RowSet(SeriesState[] series, Segment segment)
        : this(series, segment.Steps, segment.Times, segment.Columns, segment.Rows)
    {
    }

    public RowSet(SeriesState[] series, long[] steps, long[] times, double[][] columns, int rows)
    {
        (Series, Steps, Times, Columns, Rows) = (series, steps, times, columns, rows);
    }

    public SeriesState[] Series { get; }

    public long[] Steps { get; }

    public long[] Times { get; }

    public double[][] Columns { get; }

    public int Rows { get; }

    /// <summary>One ordered set out of several with the same columns, which have no point in common.</summary>
    public static RowSet Merge(SeriesState[] series, IReadOnlyList<RowSet> sets)
    {
        if (sets.Count == 1)
            return sets[0];
        var rows = sets.Sum(set => set.Rows);
        var (steps, times) = (new long[rows], new long[rows]);
        var columns = new double[sets[0].Columns.Length][];
        var ordered = sets.Where(set => set.Rows > 0)
            .OrderBy(set => set.Steps[0]).ThenBy(set => set.Times[0]).ThenBy(set => ValueOrder.Of(set.Columns[0][0]))
            .ToList();
        var at = 0;
        foreach (var set in ordered)
        {
            set.Steps.AsSpan(0, set.Rows).CopyTo(steps.AsSpan(at));
            set.Times.AsSpan(0, set.Rows).CopyTo(times.AsSpan(at));
            at += set.Rows;
        }

        var permutation = Permutation(ordered, steps, times);
        if (permutation is not null)
        {
            steps = Permuted(steps, permutation);
            times = Permuted(times, permutation);
        }

        for (var column = 0; column < columns.Length; column++)
        {
            var values = new double[rows];
            at = 0;
            foreach (var set in ordered)
            {
                set.Columns[column].AsSpan(0, set.Rows).CopyTo(values.AsSpan(at));
                at += set.Rows;
            }

            columns[column] = permutation is null ? values : Permuted(values, permutation);
        }

        return new RowSet(series, steps, times, columns, rows);
    }

    private static int[]? Permutation(List<RowSet> ordered, long[] steps, long[] times)
    {
        var disjoint = true;
        for (var i = 1; i < ordered.Count && disjoint; i++)
        {
            var (left, right) = (ordered[i - 1], ordered[i]);
            var last = new SeriesPosition(left.Steps[left.Rows - 1], left.Times[left.Rows - 1], left.Columns[0][left.Rows - 1]);
            disjoint = last < new SeriesPosition(right.Steps[0], right.Times[0], right.Columns[0][0]);
        }

        if (disjoint)
            return null;
        var keys = new (long Step, long Time, long Value, int Row)[steps.Length];
        var at = 0;
        foreach (var set in ordered)
        {
            for (var i = 0; i < set.Rows; i++, at++)
                keys[at] = (steps[at], times[at], ValueOrder.Of(set.Columns[0][i]), at);
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => key.Row);
    }

    private static T[] Permuted<T>(T[] from, int[] permutation)
    {
        var to = new T[from.Length];
        for (var i = 0; i < to.Length; i++)
            to[i] = from[permutation[i]];
        return to;
    }
}
