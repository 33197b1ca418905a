namespace Cairn.Analysis.Distributions;

/// <summary>Spearman's rank correlation (1904).</summary>
public static class RankCorrelation
{
    /// <summary>
    /// From -1 to 1 over the pairs in which both numbers are there (not NaN), equal numbers sharing their mean rank; null below three pairs
    /// and where one side has a single value.
    /// </summary>
    public static double? Of(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(one.Count, other.Count);
        int[] pairs = [.. Enumerable.Range(0, one.Count).Where(i => !double.IsNaN(one[i]) && !double.IsNaN(other[i]))];
        if (pairs.Length < 3)
            return null;
        var a = Ranks([.. pairs.Select(i => one[i])]);
        var b = Ranks([.. pairs.Select(i => other[i])]);
        var mean = (pairs.Length + 1) / 2.0;
        double product = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (a[i] - mean) * (b[i] - mean);
            left += (a[i] - mean) * (a[i] - mean);
            right += (b[i] - mean) * (b[i] - mean);
        }

        return left > 0 && right > 0 ? product / Math.Sqrt(left * right) : null;
    }

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            while (end < order.Length && values[order[end]] == values[order[i]])
                end++;
            for (var k = i; k < end; k++)
                ranks[order[k]] = (i + 1 + end) / 2.0;
            i = end;
        }

        return ranks;
    }
}
