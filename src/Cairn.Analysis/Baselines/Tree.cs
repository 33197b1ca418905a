namespace Cairn.Analysis.Baselines;

/// <summary>A binary tree over features: inner nodes ask whether a value is at most a cut, leaves answer numbers.</summary>
internal sealed class Tree(int outputs)
{
    private readonly List<(int Feature, float Cut, int Right)> _nodes = [];
    private readonly List<double> _leaves = [];

    public int Leaves => _leaves.Count / outputs;

    /// <summary>Adds a leaf with its answers.</summary>
    public void AddLeaf(ReadOnlySpan<double> values)
    {
        _nodes.Add((-1, 0, _leaves.Count));
        foreach (var value in values)
            _leaves.Add(value);
    }

    /// <summary>Adds an inner node, whose left child comes next; answers its place.</summary>
    public int AddInner(int feature, float cut)
    {
        _nodes.Add((feature, cut, 0));
        return _nodes.Count - 1;
    }

    /// <summary>Tells an inner node that its right child comes next.</summary>
    public void RightBegins(int node) => _nodes[node] = (_nodes[node].Feature, _nodes[node].Cut, _nodes.Count);

    /// <summary>Adds the answers for an example, times a factor.</summary>
    public void AddTo(Span<double> answers, ReadOnlySpan<float> row, double factor = 1)
    {
        var at = 0;
        while (true)
        {
            var (feature, cut, right) = _nodes[at];
            if (feature < 0)
            {
                for (var k = 0; k < answers.Length; k++)
                    answers[k] += factor * _leaves[right + k];
                return;
            }

            // A missing value counts as smaller than all.
            at = row[feature] <= cut || float.IsNaN(row[feature]) ? at + 1 : right;
        }
    }
}
