using Cairn.Analysis.Distributions;
using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Importance;

/// <summary>
/// How much each setting matters for a result: permutation importance (Breiman, 2001) of a random forest, measured on rows
/// its trees did not see. Each repetition grows a forest on a random two thirds of the rows; the interval is that of the
/// delete-d jackknife over them (Shao and Wu, 1989), so that it covers both the chance in the forest and that in the rows.
/// </summary>
public static class ForestImportance
{
    /// <summary>Fewest rows with a result that make any sense.</summary>
    public const int FewestRows = 10;

    private const int Repetitions = 40;
    private const int Trees = 16;
    private const int Leaf = 2;
    private const double Share = 2.0 / 3;

    /// <summary>Grows the forests; the same input gives the same numbers on every machine.</summary>
    /// <param name="columns">At least one; each has a value for every row.</param>
    /// <param name="target">Finite numbers, at least <see cref="FewestRows"/>, not all the same.</param>
    /// <param name="seed">Of the random choices.</param>
    /// <param name="cancellationToken">Looked at between the forests.</param>
    public static ImportanceReport Measure(
        IReadOnlyList<FactorColumn> columns, double[] target, ulong seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, FewestRows);
        // The order in which columns are named must not change the random choices.
        columns = [.. columns.OrderBy(column => column.Name, StringComparer.Ordinal)];
        var found = new double[columns.Count][];
        for (var column = 0; column < found.Length; column++)
            found[column] = new double[Repetitions];
        double explained = 0;
        var size = (int)Math.Ceiling(target.Length * Share);
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new SeededRandom(seed, (ulong)repetition);
            explained += Repeat(columns, target, size, random, repetition, found) / Repetitions;
        }

        var widening = 1.96 * Math.Sqrt((double)size / (target.Length - size));
        var factors = columns.Select((column, i) =>
        {
            var mean = found[i].Average();
            var deviation = Math.Sqrt(found[i].Sum(one => (one - mean) * (one - mean)) / (Repetitions - 1));
            return new FactorImportance(
                column.Name, mean, mean - widening * deviation, mean + widening * deviation,
                column.Categories > 0 ? null : RankCorrelation.Of(column.Values, target));
        });
        return new ImportanceReport(
            target.Length, explained, Repetitions, Trees, [.. factors.OrderByDescending(factor => factor.Importance)]);
    }

    private static double Repeat(
        IReadOnlyList<FactorColumn> columns, double[] target, int size, SeededRandom random, int repetition, double[][] found)
    {
        var sample = Sample(target.Length, size, random);
        var tried = Math.Max(1, (columns.Count + 2) / 3);
        var trees = new List<(RegressionTree Tree, int[] Unseen)>(Trees);
        var (sums, votes) = (new double[target.Length], new int[target.Length]);
        for (var i = 0; i < Trees; i++)
        {
            var bag = new int[size];
            var seen = new HashSet<int>();
            for (var k = 0; k < size; k++)
                seen.Add(bag[k] = sample[random.Next(size)]);
            var tree = RegressionTree.Grow(columns, target, bag, tried, Leaf, random);
            int[] unseen = [.. sample.Where(row => !seen.Contains(row))];
            trees.Add((tree, unseen));
            foreach (var row in unseen)
            {
                sums[row] += tree.Predict(row);
                votes[row]++;
            }
        }

        int[] judged = [.. sample.Where(row => votes[row] > 0)];
        var mean = judged.Average(row => target[row]);
        var variance = judged.Sum(row => (target[row] - mean) * (target[row] - mean));
        if (variance <= 0)
            return 0;
        var error = Error(judged, target, sums, votes);
        for (var column = 0; column < columns.Count; column++)
        {
            var shuffled = (double[])sums.Clone();
            var others = Shuffle(sample, target.Length, random);
            foreach (var (tree, unseen) in trees)
            {
                if (!tree.Uses(column))
                    continue;
                foreach (var row in unseen)
                    shuffled[row] += tree.Predict(row, column, others[row]) - tree.Predict(row);
            }

            found[column][repetition] = (Error(judged, target, shuffled, votes) - error) / variance;
        }

        return 1 - error / variance;
    }

    private static double Error(int[] rows, double[] target, double[] sums, int[] votes) =>
        rows.Sum(row => (sums[row] / votes[row] - target[row]) * (sums[row] / votes[row] - target[row]));

    private static int[] Sample(int count, int size, SeededRandom random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        for (var i = 0; i < size; i++)
        {
            var other = i + random.Next(count - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..size];
    }

    // For each row of the sample another one whose value it gets.
    private static int[] Shuffle(int[] sample, int count, SeededRandom random)
    {
        var order = Sample(sample.Length, sample.Length, random);
        var others = new int[count];
        for (var i = 0; i < sample.Length; i++)
            others[sample[i]] = sample[order[i]];
        return others;
    }
}
