namespace Cairn.Analysis.Classification;

/// <summary>How often each true class was taken for which.</summary>
/// <param name="Matrix">Rows are the true classes, columns the predicted ones.</param>
public sealed record ConfusionCounts(int[][] Matrix)
{
    /// <summary>Examples in all.</summary>
    public int Total => Matrix.Sum(row => row.Sum());

    /// <summary>The share on the diagonal; NaN without examples.</summary>
    public double Accuracy => Matrix.Select((row, i) => row[i]).Sum() / (double)Total;

    /// <summary>The share of the largest true class: what who always says it gets right.</summary>
    public double MajorityShare => Matrix.Max(row => row.Sum()) / (double)Total;

    /// <summary>The rest in the first row and column, the class in the second; positive is a score not below the threshold.</summary>
    public static ConfusionCounts At(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores, double threshold)
    {
        var matrix = Empty(2);
        for (var i = 0; i < positive.Length; i++)
            matrix[positive[i] ? 1 : 0][scores[i] >= threshold ? 1 : 0]++;
        return new ConfusionCounts(matrix);
    }

    /// <summary>Every example counts for the class that was predicted; labels are numbers from 0.</summary>
    public static ConfusionCounts Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes)
    {
        var matrix = Empty(classes);
        for (var i = 0; i < labels.Length; i++)
            matrix[labels[i]][predicted[i]]++;
        return new ConfusionCounts(matrix);
    }

    /// <summary>Every example counts for the class of its highest score, of equal ones the first.</summary>
    /// <param name="labels">The true class of each example.</param>
    /// <param name="scores">Of each class the scores of all examples.</param>
    public static ConfusionCounts OfHighest(ReadOnlySpan<int> labels, IReadOnlyList<double[]> scores)
    {
        var matrix = Empty(scores.Count);
        for (var i = 0; i < labels.Length; i++)
        {
            var best = 0;
            for (var k = 1; k < scores.Count; k++)
            {
                if (scores[k][i] > scores[best][i])
                    best = k;
            }

            matrix[labels[i]][best]++;
        }

        return new ConfusionCounts(matrix);
    }

    private static int[][] Empty(int classes)
    {
        var matrix = new int[classes][];
        for (var i = 0; i < classes; i++)
            matrix[i] = new int[classes];
        return matrix;
    }
}
