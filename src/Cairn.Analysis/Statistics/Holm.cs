namespace Cairn.Analysis.Statistics;

/// <summary>Holm's correction (1979): comparing many things at once, the chance of even one false alarm stays at the level.</summary>
public static class Holm
{
    /// <summary>The adjusted p-values, in the order given; compare them with the level as if there were one test.</summary>
    /// <param name="pValues">Of the tests.</param>
    /// <param name="family">
    /// How many tests there are, where these are only some of them; the others count as if they came after, which never
    /// corrects too little.
    /// </param>
    public static double[] Adjust(ReadOnlySpan<double> pValues, int family = 0)
    {
        family = Math.Max(family, pValues.Length);
        var sorted = pValues.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        double most = 0;
        for (var rank = 0; rank < sorted.Length; rank++)
        {
            most = Math.Max(most, Math.Min(1, sorted[rank] * (family - rank)));
            adjusted[order[rank]] = most;
        }

        return adjusted;
    }
}
