using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// Turns pixels of 0 to 255 into numbers with mean 0 and standard deviation 1 over the training images. One mean and
/// one deviation serve all pixels, so distances between images only change by a common factor.
/// </summary>
internal sealed record PixelScaling(float Mean, float Deviation)
{
    /// <summary>
    /// Measures <paramref name="training"/>; the other sets must be scaled by what was measured here.
    /// </summary>
    public static PixelScaling Measure(LabelledImages training)
    {
        Span<long> counts = stackalloc long[256];
        foreach (var pixel in training.Pixels) counts[pixel]++;
        var (sum, squares) = (0.0, 0.0);
        for (var value = 0; value < counts.Length; value++)
        {
            sum += counts[value] * (double)value;
            squares += counts[value] * (double)value * value;
        }

        var mean = sum / training.Pixels.Length;
        var deviation = Math.Sqrt(squares / training.Pixels.Length - mean * mean);
        return new PixelScaling((float)mean, deviation > 0 ? (float)deviation : 1);
    }

    /// <summary>The images as a matrix of shape [count x 784].</summary>
    public Matrix Apply(LabelledImages images)
    {
        var matrix = new Matrix(images.Count, LabelledImages.PixelsEach);
        TensorPrimitives.ConvertTruncating<byte, float>(images.Pixels, matrix.Values);
        TensorPrimitives.Subtract(matrix.Values, Mean, matrix.Values);
        TensorPrimitives.Divide(matrix.Values, Deviation, matrix.Values);
        return matrix;
    }
}
