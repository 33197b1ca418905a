using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>
/// Multinomial logistic regression: p = softmax(X W + b) with W [784 x 10] and b [1 x 10], both zero at first. The loss
/// is convex, so the starting point does not matter.
/// </summary>
internal sealed class SoftmaxRegression : IGradientModel
{
    private readonly Gemm _gemm;
    private readonly Parameter _weights = Parameter.Zeros(
        "weights", LabelledImages.PixelsEach, ClassNames.Count, decays: true);
    private readonly Parameter _bias = Parameter.Zeros("bias", 1, ClassNames.Count, decays: false);

    public SoftmaxRegression(Gemm gemm)
    {
        _gemm = gemm;
        Parameters = [_weights, _bias];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public BatchLoss Differentiate(Matrix images, ReadOnlySpan<byte> labels)
    {
        var delta = Logits(images);
        var loss = SoftmaxCrossEntropy.ToGradient(delta, labels);

        // dL/dW = X' (p - y) / n and dL/db is the same summed over the batch.
        _gemm.Multiply(images, delta, _weights.Gradient, transposeA: true);
        var bias = _bias.Gradient.Values;
        bias.Clear();
        for (var i = 0; i < delta.Rows; i++) TensorPrimitives.Add(bias, delta.Row(i), bias);
        return loss;
    }

    public Matrix Predict(Matrix images)
    {
        var logits = Logits(images);
        SoftmaxCrossEntropy.ToProbabilities(logits);
        return logits;
    }

    private Matrix Logits(Matrix images)
    {
        var logits = new Matrix(images.Rows, ClassNames.Count);
        _gemm.Multiply(images, _weights.Value, logits);
        for (var i = 0; i < logits.Rows; i++) TensorPrimitives.Add(logits.Row(i), _bias.Value.Values, logits.Row(i));
        return logits;
    }
}
