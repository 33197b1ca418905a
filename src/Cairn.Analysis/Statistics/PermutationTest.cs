using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Statistics;

/// <summary>
/// The two-sided permutation test of a difference of means (Fisher 1935; Ernst 2004): how often would dealing the same
/// values out to the two groups by lot give so large a difference? It assumes only that the values could be swapped.
/// </summary>
public static class PermutationTest
{
    /// <summary>Up to so many ways of dealing out, each is counted.</summary>
    public const int EnumerationLimit = 50_000;

    /// <summary>
    /// The p-value: exact where there are at most <see cref="EnumerationLimit"/> ways, else from
    /// <paramref name="draws"/> seeded ones, where (hits + 1) / (draws + 1) keeps the test valid (Phipson and Smyth 2010).
    /// </summary>
    public static double PValue(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int draws = 9_999, ulong seed = 1)
    {
        if (first.Length == 0 || second.Length == 0)
            throw new ArgumentException("Both groups need values.", nameof(first));
        double[] all = [.. first, .. second];
        double total = 0, own = 0, size = 0;
        foreach (var value in all)
        {
            total += value;
            size = Math.Max(size, Math.Abs(value));
        }

        foreach (var value in first)
            own += value;

        // With the total given, the difference of means grows with the sum of the first group: its distance from what lot
        // would give on average is the statistic. Rounding must not tell apart what is equal.
        var expected = total * first.Length / all.Length;
        var observed = Math.Abs(own - expected) - (1e-12 * size * all.Length);
        return Ways(all.Length, first.Length) is { } ways && ways <= EnumerationLimit
            ? Enumerate(all, first.Length, expected, observed) / ways
            : Draw(all, first.Length, expected, observed, draws, seed);
    }

    /// <summary>The smallest p-value that groups of these sizes can reach: below it no difference is large enough.</summary>
    public static double Smallest(int first, int second) =>
        Ways(first + second, first) is { } ways ? Math.Min(1, (first == second ? 2 : 1) / ways) : 0;

    private static double? Ways(int all, int taken)
    {
        double ways = 1;
        for (var i = 1; i <= Math.Min(taken, all - taken); i++)
        {
            ways = Math.Round(ways * (all - i + 1) / i);
            if (ways > 1e9)
                return null;
        }

        return ways;
    }

    private static double Enumerate(double[] all, int taken, double expected, double observed)
    {
        var places = new int[taken];
        for (var i = 0; i < taken; i++)
            places[i] = i;
        double hits = 0;
        while (true)
        {
            double sum = 0;
            foreach (var place in places)
                sum += all[place];
            if (Math.Abs(sum - expected) >= observed)
                hits++;
            var move = taken - 1;
            while (move >= 0 && places[move] == all.Length - taken + move)
                move--;
            if (move < 0)
                return hits;
            places[move]++;
            for (var i = move + 1; i < taken; i++)
                places[i] = places[i - 1] + 1;
        }
    }

    private static double Draw(double[] all, int taken, double expected, double observed, int draws, ulong seed)
    {
        var random = new SeededRandom(seed);
        double hits = 1;
        for (var draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            for (var i = 0; i < taken; i++)
            {
                var other = i + random.Next(all.Length - i);
                (all[i], all[other]) = (all[other], all[i]);
                sum += all[i];
            }

            if (Math.Abs(sum - expected) >= observed)
                hits++;
        }

        return hits / (draws + 1);
    }
}
