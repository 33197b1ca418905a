using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Evaluation;

/// <summary>Predicts sets too large to keep every intermediate activation of.</summary>
internal static class Prediction
{
    private const int Block = 1000;

    /// <summary>Probabilities [n x 10] for images [n x 784], a thousand at a time.</summary>
    public static Matrix InBlocks(IGradientModel model, Matrix images)
    {
        var probabilities = new Matrix(images.Rows, ClassNames.Count);
        for (var first = 0; first < images.Rows; first += Block)
        {
            var part = model.Predict(images.CopyRows(first, Math.Min(Block, images.Rows - first)));
            part.Values.CopyTo(probabilities.Values[(first * ClassNames.Count)..]);
        }

        return probabilities;
    }
}
