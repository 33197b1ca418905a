namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Thins out the steps of several series in the same way, so that a chart of them shows the same places.</summary>
internal static class StepSample
{
    /// <summary>
    /// All steps that any series has, when there are at most <paramref name="limit"/>; else as many of them, evenly by
    /// their order, with the last one and each series' own first and last.
    /// </summary>
    /// <param name="series">The steps of each series, in order.</param>
    /// <param name="limit">At least 1.</param>
    public static IReadOnlySet<long> Of(IReadOnlyList<long[]> series, int limit)
    {
        var all = new HashSet<long>();
        foreach (var steps in series)
            all.UnionWith(steps);
        if (all.Count <= limit)
            return all;
        var sorted = all.ToArray();
        Array.Sort(sorted);
        var sample = new HashSet<long>();
        for (var i = 0; i < limit; i++)
            sample.Add(sorted[(int)((double)i * sorted.Length / limit)]);
        sample.Add(sorted[^1]);
        foreach (var steps in series.Where(steps => steps.Length > 0))
        {
            sample.Add(steps[0]);
            sample.Add(steps[^1]);
        }

        return sample;
    }
}
