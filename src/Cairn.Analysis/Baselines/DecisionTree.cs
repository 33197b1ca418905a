using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Baselines;

/// <summary>One tree by Gini impurity or variance (Breiman et al. 1984); the seed only decides between equally good features.</summary>
public sealed class DecisionTree(int maxDepth = 10, int leastLeaf = 5) : IBaseline
{
    public string Name => "tree";

    public bool IsSeeded => true;

    public IReadOnlyDictionary<string, object> Settings { get; } =
        new Dictionary<string, object> { ["maxDepth"] = maxDepth, ["leastLeaf"] = leastLeaf };

    public double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken)
    {
        var bins = FeatureBins.Of(train);
        var outputs = train.Outputs;
        var gradients = new double[train.Count * outputs];
        for (var i = 0; i < train.Count; i++)
            gradients[(i * outputs) + (train.IsClassification ? (int)train.Targets[i] : 0)] = train.IsClassification ? 1 : train.Targets[i];
        var counts = new double[train.Count];
        Array.Fill(counts, 1);
        int[] rows = [.. Enumerable.Range(0, train.Count)];
        var order = Enumerable.Range(0, train.Width).ToArray();
        var random = new SeededRandom((ulong)seed);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        var tree = new TreeGrower(bins, bins.Codes(train), outputs) { MaxDepth = maxDepth, LeastHessian = leastLeaf, Order = order }
            .Grow(rows, gradients, counts);
        cancellationToken.ThrowIfCancellationRequested();
        var answers = new double[test.Count * outputs];
        for (var i = 0; i < test.Count; i++)
            tree.AddTo(answers.AsSpan(i * outputs, outputs), test.Row(i));
        return answers;
    }
}
