using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>A classifier that learns by gradients: what the training loop needs of it.</summary>
internal interface IGradientModel
{
    /// <summary>What is learned, always in the same order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// Computes the loss of a batch, images [n x 784] and labels [n], and overwrites the gradient of every parameter
    /// with that of the mean loss. Changes no parameter.
    /// </summary>
    BatchLoss Differentiate(Matrix images, ReadOnlySpan<byte> labels);

    /// <summary>Probabilities of the ten classes, [n x 10], for images [n x 784].</summary>
    Matrix Predict(Matrix images);
}
