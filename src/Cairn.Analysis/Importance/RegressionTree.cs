using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Importance;

/// <summary>
/// A regression tree over numbers and categories (Breiman, Friedman, Olshen and Stone, 1984), grown to the end: each split
/// takes most of the squared error away, of a random choice of columns. Missing numbers count below all others.
/// </summary>
internal sealed class RegressionTree
{
    private readonly IReadOnlyList<FactorColumn> _columns;
    private readonly List<Node> _nodes = [];

    private RegressionTree(IReadOnlyList<FactorColumn> columns) => _columns = columns;

    /// <summary>Grows a tree over these rows of the target, which may be there several times.</summary>
    /// <param name="columns">What may be split by.</param>
    /// <param name="target">A number a row.</param>
    /// <param name="rows">Taken apart by the call.</param>
    /// <param name="tried">How many columns each split chooses from.</param>
    /// <param name="leaf">Fewest rows of a leaf.</param>
    /// <param name="random">Chooses the columns.</param>
    public static RegressionTree Grow(
        IReadOnlyList<FactorColumn> columns, double[] target, int[] rows, int tried, int leaf, SeededRandom random)
    {
        var tree = new RegressionTree(columns);
        var grower = new TreeGrower(columns, target, rows, tried, leaf, random);
        tree.Add(grower, 0, rows.Length);
        return tree;
    }

    /// <summary>Whether any split is by that column.</summary>
    public bool Uses(int column) => _nodes.Exists(node => node.Column == column);

    /// <summary>The tree's number for a row, with one column's value taken from another row.</summary>
    public double Predict(int row, int column = -1, int other = -1)
    {
        var at = 0;
        while (_nodes[at] is { Column: >= 0 } node)
            at = node.Split.GoesLeft(_columns[node.Column], node.Column == column ? other : row) ? node.Left : node.Right;
        return _nodes[at].Value;
    }

    private int Add(TreeGrower grower, int from, int to)
    {
        var at = _nodes.Count;
        _nodes.Add(new Node(-1, default, 0, 0, grower.Mean(from, to)));
        if (grower.Best(from, to) is not { } split)
            return at;
        var middle = grower.Part(from, to, split);
        var left = Add(grower, from, middle);
        var right = Add(grower, middle, to);
        _nodes[at] = new Node(split.Column, split, left, right, 0);
        return at;
    }

    private readonly record struct Node(int Column, TreeSplit Split, int Left, int Right, double Value);
}
