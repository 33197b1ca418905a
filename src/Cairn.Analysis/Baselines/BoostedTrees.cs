using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Baselines;

/// <summary>
/// Gradient-boosted trees on histograms with second derivatives (Friedman 2001; Chen and Guestrin 2016): squared error for
/// numbers, cross-entropy with one tree a class and round for classes, a random part of the examples for each tree.
/// </summary>
public sealed class BoostedTrees(
    int rounds = 100, int maxDepth = 6, double rate = 0.3, double lambda = 1, double sampled = 0.8, long work = 20_000_000_000) : IBaseline
{
    public string Name => "boosted trees";

    public bool IsSeeded => true;

    public IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>
    {
        ["rounds"] = rounds, ["maxDepth"] = maxDepth, ["rate"] = rate, ["lambda"] = lambda, ["sampled"] = sampled,
    };

    /// <summary>
    /// How many of so many training examples are used: as many as the budget of work allows, which is stated where it is
    /// fewer than all.
    /// </summary>
    public int Used(LabelledData train) =>
        (int)Math.Clamp(work / ((long)train.Width * rounds * maxDepth * Trees(train)), Math.Min(1000, train.Count), train.Count);

    public double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken)
    {
        var random = new SeededRandom((ulong)seed);
        var used = Used(train);
        if (used < train.Count)
            train = train.Take(Some(random, train.Count, used));
        var bins = FeatureBins.Of(train);
        var codes = bins.Codes(train);
        var trees = Trees(train);
        var start = train.IsClassification ? 0 : train.Targets.Average();
        var (margins, answers) = (Filled(train.Count * trees, start), Filled(test.Count * trees, start));
        var (gradients, hessians) = (new double[train.Count], new double[train.Count]);
        var grower = new TreeGrower(bins, codes, 1) { MaxDepth = maxDepth, Lambda = lambda, LeastHessian = 1 };
        var shares = new double[train.Count * trees];
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shares(train, margins, shares, trees);
            for (var k = 0; k < trees; k++)
            {
                for (var i = 0; i < train.Count; i++)
                {
                    var share = shares[(i * trees) + k];
                    var truth = train.IsClassification ? (train.Targets[i] == (trees == 1 ? 1 : k) ? 1 : 0) : train.Targets[i];
                    gradients[i] = truth - share;

                    // With a tree a class the diagonal of the second derivatives counts double (Friedman 2001).
                    hessians[i] = !train.IsClassification ? 1 : Math.Max(1e-16, (trees == 1 ? 1 : 2) * share * (1 - share));
                }

                var rows = sampled < 1
                    ? Some(random, train.Count, Math.Max(1, (int)(sampled * train.Count)))
                    : [.. Enumerable.Range(0, train.Count)];
                var tree = grower.Grow(rows, gradients, hessians);
                for (var i = 0; i < train.Count; i++)
                    tree.AddTo(margins.AsSpan((i * trees) + k, 1), train.Row(i), rate);
                for (var i = 0; i < test.Count; i++)
                    tree.AddTo(answers.AsSpan((i * trees) + k, 1), test.Row(i), rate);
            }
        }

        return Probabilities(test, answers, trees);
    }

    private static int Trees(LabelledData data) => data.Classes > 2 ? data.Classes : 1;

    private static void Shares(LabelledData data, double[] margins, double[] shares, int trees)
    {
        if (!data.IsClassification)
        {
            margins.CopyTo(shares, 0);
            return;
        }

        for (var i = 0; i < data.Count; i++)
        {
            if (trees == 1)
                shares[i] = 1 / (1 + Math.Exp(-margins[i]));
            else
                Softmax(margins.AsSpan(i * trees, trees), shares.AsSpan(i * trees, trees));
        }
    }

    private static double[] Probabilities(LabelledData data, double[] margins, int trees)
    {
        if (!data.IsClassification)
            return margins;
        var answers = new double[data.Count * data.Classes];
        for (var i = 0; i < data.Count; i++)
        {
            if (trees > 1)
            {
                Softmax(margins.AsSpan(i * trees, trees), answers.AsSpan(i * trees, trees));
            }
            else if (data.Classes == 2)
            {
                answers[(i * 2) + 1] = 1 / (1 + Math.Exp(-margins[i]));
                answers[i * 2] = 1 - answers[(i * 2) + 1];
            }
            else
            {
                answers[i] = 1;
            }
        }

        return answers;
    }

    private static void Softmax(ReadOnlySpan<double> margins, Span<double> shares)
    {
        var most = double.NegativeInfinity;
        foreach (var margin in margins)
            most = Math.Max(most, margin);
        double sum = 0;
        for (var k = 0; k < shares.Length; k++)
            sum += shares[k] = Math.Exp(margins[k] - most);
        for (var k = 0; k < shares.Length; k++)
            shares[k] /= sum;
    }

    private static int[] Some(SeededRandom random, int count, int taken)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        for (var i = 0; i < taken; i++)
        {
            var other = i + random.Next(count - i);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }

        return rows[..taken];
    }

    private static double[] Filled(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
