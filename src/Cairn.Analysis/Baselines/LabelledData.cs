namespace Cairn.Analysis.Baselines;

/// <summary>Examples with what is to be predicted of each.</summary>
/// <param name="Values">[count x width], row after row; NaN where a value is missing.</param>
/// <param name="Width">Features of an example; at least one.</param>
/// <param name="Targets">[count]: the class as 0 to <paramref name="Classes"/> - 1, or the number of a regression.</param>
/// <param name="Classes">How many classes there are; 0 for a regression.</param>
public sealed record LabelledData(float[] Values, int Width, double[] Targets, int Classes)
{
    public int Count => Targets.Length;

    public bool IsClassification => Classes > 0;

    /// <summary>Numbers that a baseline answers for each example: one a class, or one.</summary>
    public int Outputs => Math.Max(1, Classes);

    /// <summary>The features of one example.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>Some of the examples, in the order given.</summary>
    public LabelledData Take(ReadOnlySpan<int> rows)
    {
        var values = new float[rows.Length * Width];
        var targets = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * Width));
            targets[i] = Targets[rows[i]];
        }

        return new LabelledData(values, Width, targets, Classes);
    }
}
