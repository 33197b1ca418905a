using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Importance;

/// <summary>Finds the splits of one tree.</summary>
internal sealed class TreeGrower(
    IReadOnlyList<FactorColumn> columns, double[] target, int[] rows, int tried, int leaf, SeededRandom random)
{
    private readonly double[] _keys = new double[rows.Length];
    private readonly double[] _values = new double[rows.Length];
    private readonly int[] _order = [.. Enumerable.Range(0, columns.Count)];

    public double Mean(int from, int to)
    {
        double sum = 0;
        for (var i = from; i < to; i++)
            sum += target[rows[i]];
        return sum / (to - from);
    }

    /// <summary>The split that takes most error away; null for a leaf.</summary>
    public TreeSplit? Best(int from, int to)
    {
        if (to - from < 2 * leaf || IsPure(from, to))
            return null;
        TreeSplit? best = null;

        // Columns that can't part these rows don't count as tried: the search goes on until enough have been.
        for (int i = 0, useful = 0; i < _order.Length && useful < tried; i++)
        {
            var chosen = i + random.Next(_order.Length - i);
            (_order[i], _order[chosen]) = (_order[chosen], _order[i]);
            var column = _order[i];
            var split = columns[column].Categories > 0 ? ByCategory(column, from, to) : ByNumber(column, from, to);
            if (split is null)
                continue;
            useful++;
            if (best is null || split.Value.Gain > best.Value.Gain)
                best = split;
        }

        return best is { Gain: > 0 } ? best : null;
    }

    /// <summary>Puts the rows that go left first; answers where the others begin.</summary>
    public int Part(int from, int to, TreeSplit split)
    {
        var column = columns[split.Column];
        var (low, high) = (from, to - 1);
        while (low <= high)
        {
            if (split.GoesLeft(column, rows[low]))
                low++;
            else
                (rows[low], rows[high--]) = (rows[high + 1], rows[low]);
        }

        return low;
    }

    private bool IsPure(int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (target[rows[i]] != target[rows[from]])
                return false;
        }

        return true;
    }

    private TreeSplit? ByNumber(int column, int from, int to)
    {
        var values = columns[column].Values;
        var count = to - from;
        for (var i = 0; i < count; i++)
        {
            var value = values[rows[from + i]];
            _keys[i] = double.IsNaN(value) ? double.NegativeInfinity : value;
            _values[i] = target[rows[from + i]];
        }

        Array.Sort(_keys, _values, 0, count);
        var total = Sum(count);
        TreeSplit? best = null;
        double left = 0;
        for (var i = 1; i < count; i++)
        {
            left += _values[i - 1];
            if (_keys[i] == _keys[i - 1] || i < leaf || count - i < leaf)
                continue;
            var gain = Gain(left, i, total, count);
            if (best is null || gain > best.Value.Gain)
                best = new TreeSplit(column, Between(_keys[i - 1], _keys[i]), 0, gain);
        }

        return best;
    }

    // Ordered by their means, the best of all divisions of the categories is among the cuts (Fisher, 1958).
    private TreeSplit? ByCategory(int column, int from, int to)
    {
        var all = columns[column];
        Span<double> sums = stackalloc double[FactorColumn.MostCategories + 1];
        Span<int> counts = stackalloc int[FactorColumn.MostCategories + 1];
        sums.Clear();
        counts.Clear();
        for (var i = from; i < to; i++)
        {
            var category = System.Numerics.BitOperations.TrailingZeroCount(all.Bit(rows[i]));
            sums[category] += target[rows[i]];
            counts[category]++;
        }

        var present = new List<(double Mean, int Category)>();
        double total = 0;
        for (var category = 0; category < counts.Length; category++)
        {
            total += sums[category];
            if (counts[category] > 0)
                present.Add((sums[category] / counts[category], category));
        }

        present.Sort();
        TreeSplit? best = null;
        double left = 0;
        var size = 0;
        ulong bits = 0;
        for (var i = 0; i + 1 < present.Count; i++)
        {
            var category = present[i].Category;
            left += sums[category];
            size += counts[category];
            bits |= 1UL << category;
            if (size < leaf || to - from - size < leaf)
                continue;
            var gain = Gain(left, size, total, to - from);
            if (best is null || gain > best.Value.Gain)
                best = new TreeSplit(column, 0, bits, gain);
        }

        return best;
    }

    private double Sum(int count)
    {
        double sum = 0;
        for (var i = 0; i < count; i++)
            sum += _values[i];
        return sum;
    }

    private static double Between(double low, double high)
    {
        if (double.IsNegativeInfinity(low))
            return double.MinValue < high ? double.MinValue : double.NegativeInfinity;
        var middle = low + (high - low) / 2;
        return middle < high ? middle : low;
    }

    private static double Gain(double left, int size, double total, int count)
    {
        var right = total - left;
        return left * left / size + right * right / (count - size) - total * total / count;
    }
}
