using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.Tests.FashionMnist;

/// <summary>Small inputs that several tests need.</summary>
internal static class Samples
{
    public static Matrix Uniform(int rows, int columns, Random random)
    {
        var matrix = new Matrix(rows, columns);
        foreach (ref var value in matrix.Values) value = 2 * random.NextSingle() - 1;
        return matrix;
    }

    /// <summary>The first images of the sample that comes with the program, scaled.</summary>
    public static ModelInput Training(int count)
    {
        var sample = Dataset.LoadSample();
        var scaling = PixelScaling.Measure(sample.Training);
        return ModelInput.From(sample.Training.Pick([.. Enumerable.Range(0, count)]), scaling);
    }
}
