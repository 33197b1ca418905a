namespace Cairn.Storage.Series.Heads;

/// <summary>
/// Unfolded rows in order. One writer appends; a reader that took the count under the run's gate may read up to it
/// without, because rows are never changed and grown arrays are new ones.
/// </summary>
internal sealed class Segment
{
    public Segment(int columns, int capacity)
    {
        Steps = new long[capacity];
        Times = new long[capacity];
        Columns = new double[columns][];
        for (var i = 0; i < columns; i++)
            Columns[i] = new double[capacity];
    }

    public Segment(long[] steps, long[] times, double[][] columns, int rows)
    {
        (Steps, Times, Columns, Rows) = (steps, times, columns, rows);
    }

    public long[] Steps { get; private set; }

    public long[] Times { get; private set; }

    public double[][] Columns { get; }

    public int Rows { get; private set; }

    /// <summary>Memory of the arrays.</summary>
    public long Bytes => Steps.LongLength * 8 * (2 + Columns.Length);

    /// <summary>Whether rows that begin here may be appended: strictly later, or, in a single column, later by value.</summary>
    public bool Accepts(long step, long time, double value)
    {
        if (Rows == 0)
            return true;
        var last = Rows - 1;
        if (Steps[last] != step)
            return Steps[last] < step;
        if (Times[last] != time)
            return Times[last] < time;
        return Columns.Length == 1 && ValueOrder.Of(Columns[0][last]) < ValueOrder.Of(value);
    }

    public void Append(ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        Reserve(Rows + steps.Length);
        steps.CopyTo(Steps.AsSpan(Rows));
        times.CopyTo(Times.AsSpan(Rows));
    }

    /// <summary>Where a column of the rows being appended goes; <see cref="Commit"/> makes them visible.</summary>
    public Span<double> Room(int column, int rows) => Columns[column].AsSpan(Rows, rows);

    public void Commit(int rows) => Rows += rows;

    private void Reserve(int rows)
    {
        if (rows <= Steps.Length)
            return;
        var capacity = Math.Max(rows, Steps.Length * 2);
        Steps = Grown(Steps, capacity);
        Times = Grown(Times, capacity);
        for (var i = 0; i < Columns.Length; i++)
            Columns[i] = Grown(Columns[i], capacity);
    }

    private T[] Grown<T>(T[] from, int capacity)
    {
        var to = GC.AllocateUninitializedArray<T>(capacity);
        from.AsSpan(0, Rows).CopyTo(to);
        return to;
    }
}
