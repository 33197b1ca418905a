using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>
/// Looks at no pixel: gives every image the class frequencies of the training labels, so that it always names the most
/// frequent class (the first of several). What a model must beat to have learned anything from the images.
/// </summary>
internal sealed class MajorityClass
{
    private readonly float[] _frequencies = new float[ClassNames.Count];

    public MajorityClass(ReadOnlySpan<byte> labels)
    {
        Span<int> counts = stackalloc int[ClassNames.Count];
        foreach (var label in labels) counts[label]++;
        for (var label = 0; label < counts.Length; label++)
        {
            _frequencies[label] = counts[label] / (float)labels.Length;
            if (counts[label] > counts[Winner]) Winner = label;
        }
    }

    /// <summary>The class that it always names.</summary>
    public int Winner { get; }

    /// <summary>The same row of probabilities for each of <paramref name="count"/> images: [count x 10].</summary>
    public Matrix Predict(int count)
    {
        var probabilities = new Matrix(count, ClassNames.Count);
        for (var i = 0; i < count; i++) _frequencies.CopyTo(probabilities.Row(i));
        return probabilities;
    }
}
