using Cairn.Analysis.Expressions;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>Works a formula out over the series of one run: points of the same step belong together.</summary>
internal static class ExpressionPoints
{
    /// <summary>
    /// A point for every step that all series have, with the time of the first. Where a step has several points they pair
    /// up in their order; a series with fewer repeats its last one there.
    /// </summary>
    public static SeriesPoints Of(SeriesExpression expression, IReadOnlyList<SeriesPoints> series)
    {
        var first = series[0];
        var steps = new List<long>(first.Count);
        var times = new List<long>(first.Count);
        var values = new List<double>(first.Count);
        var at = new int[series.Count];
        Span<double> here = new double[series.Count];
        while (Align(series, at) is { } step)
        {
            bool more;
            do
            {
                for (var i = 0; i < at.Length; i++)
                    here[i] = series[i].Values[at[i]];
                steps.Add(step);
                times.Add(first.Times[at[0]]);
                values.Add(expression.Evaluate(here));
                more = false;
                for (var i = 0; i < at.Length; i++)
                {
                    if (at[i] + 1 >= series[i].Count || series[i].Steps[at[i] + 1] != step)
                        continue;
                    at[i]++;
                    more = true;
                }
            }
            while (more);
            for (var i = 0; i < at.Length; i++)
                at[i]++;
        }

        return new SeriesPoints([.. steps], [.. times], [.. values]);
    }

    // Moves all series on to the next step that each of them has; null when one has ended.
    private static long? Align(IReadOnlyList<SeriesPoints> series, int[] at)
    {
        while (true)
        {
            var highest = long.MinValue;
            for (var i = 0; i < at.Length; i++)
            {
                if (at[i] >= series[i].Count)
                    return null;
                highest = Math.Max(highest, series[i].Steps[at[i]]);
            }

            var same = true;
            for (var i = 0; i < at.Length; i++)
            {
                while (at[i] < series[i].Count && series[i].Steps[at[i]] < highest)
                    at[i]++;
                if (at[i] >= series[i].Count)
                    return null;
                same &= series[i].Steps[at[i]] == highest;
            }

            if (same)
                return highest;
        }
    }
}
