namespace Cairn.Analysis.Baselines;

/// <summary>
/// Grows one tree from histograms of gradients: of all cuts that with the largest gain sum G^2 / (H + lambda) of its sides
/// over their parent (Breiman et al. 1984 for H = 1; Chen and Guestrin 2016). With one-hot targets as G and counts as H
/// that is the Gini gain, with plain targets the variance gain.
/// </summary>
internal sealed class TreeGrower(FeatureBins bins, byte[][] codes, int outputs)
{
    public required int MaxDepth { get; init; }

    public double Lambda { get; init; }

    /// <summary>Least sum of H in a leaf.</summary>
    public double LeastHessian { get; init; } = 1;

    /// <summary>Order in which features are tried, which decides between equal gains; null for their own.</summary>
    public int[]? Order { get; init; }

    /// <summary>Grows a tree on the rows given, which it reorders.</summary>
    /// <param name="rows">Places of the examples.</param>
    /// <param name="gradients">G, [count x outputs].</param>
    /// <param name="hessians">H, [count].</param>
    public Tree Grow(Span<int> rows, double[] gradients, double[] hessians)
    {
        var tree = new Tree(outputs);
        Grow(tree, rows, gradients, hessians, 0);
        return tree;
    }

    private void Grow(Tree tree, Span<int> rows, double[] gradients, double[] hessians, int depth)
    {
        var total = new double[outputs + 1];
        foreach (var row in rows)
        {
            for (var k = 0; k < outputs; k++)
                total[k] += gradients[(row * outputs) + k];
            total[outputs] += hessians[row];
        }

        var split = depth < MaxDepth && rows.Length > 1 ? Best(rows.ToArray(), gradients, hessians, total) : null;
        if (split is not var (feature, bin))
        {
            var answers = new double[outputs];
            for (var k = 0; k < outputs; k++)
                answers[k] = total[k] / (total[outputs] + Lambda);
            tree.AddLeaf(answers);
            return;
        }

        var column = codes[feature];
        var (left, right) = (0, rows.Length);
        while (left < right)
        {
            if (column[rows[left]] <= bin)
                left++;
            else
                (rows[left], rows[right - 1]) = (rows[--right], rows[left]);
        }

        var node = tree.AddInner(feature, bins.Cut(feature, bin));
        Grow(tree, rows[..left], gradients, hessians, depth + 1);
        tree.RightBegins(node);
        Grow(tree, rows[left..], gradients, hessians, depth + 1);
    }

    private (int Feature, int Bin)? Best(int[] rows, double[] gradients, double[] hessians, double[] total)
    {
        var parent = Score(total);
        var gains = new double[bins.Features];
        var places = new int[bins.Features];
        void Try(int feature) => (gains[feature], places[feature]) = BestCut(feature, rows, gradients, hessians, total, parent);
        if ((long)rows.Length * bins.Features > 20_000)
            Parallel.For(0, bins.Features, Try);
        else
            for (var feature = 0; feature < bins.Features; feature++)
                Try(feature);

        (int, int)? best = null;
        var most = 1e-9 * Math.Max(1, Math.Abs(parent));
        for (var i = 0; i < bins.Features; i++)
        {
            var feature = Order?[i] ?? i;
            if (gains[feature] <= most * (best is null ? 1 : 1 + 1e-12))
                continue;
            most = gains[feature];
            best = (feature, places[feature]);
        }

        return best;
    }

    private (double Gain, int Bin) BestCut(
        int feature, int[] rows, double[] gradients, double[] hessians, double[] total, double parent)
    {
        var width = outputs + 1;
        var sums = new double[bins.Count(feature) * width];
        var column = codes[feature];
        foreach (var row in rows)
        {
            var at = column[row] * width;
            for (var k = 0; k < outputs; k++)
                sums[at + k] += gradients[(row * outputs) + k];
            sums[at + outputs] += hessians[row];
        }

        var (left, right) = (new double[width], new double[width]);
        var (best, place) = (0.0, -1);
        for (var bin = 0; bin + 1 < bins.Count(feature); bin++)
        {
            if (sums[(bin * width) + outputs] == 0)
                continue;
            for (var k = 0; k < width; k++)
            {
                left[k] += sums[(bin * width) + k];
                right[k] = total[k] - left[k];
            }

            if (left[outputs] < LeastHessian || right[outputs] < LeastHessian)
                continue;
            var gain = Score(left) + Score(right) - parent;
            if (gain > best)
                (best, place) = (gain, bin);
        }

        return (best, place);
    }

    private double Score(double[] sums)
    {
        double squares = 0;
        for (var k = 0; k < outputs; k++)
            squares += sums[k] * sums[k];
        return squares / (sums[outputs] + Lambda);
    }
}
