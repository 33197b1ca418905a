using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>Y = X W + b with W [inputs x outputs] and b [1 x outputs].</summary>
internal sealed class DenseLayer
{
    private readonly Gemm _gemm;

    /// <summary>
    /// Draws the weights from a normal distribution of variance 2 / inputs, which keeps the spread of ReLU activations
    /// the same from layer to layer (He et al. 2015, arXiv:1502.01852); biases start at zero.
    /// </summary>
    public DenseLayer(string name, int inputs, int outputs, Gemm gemm, Random random)
    {
        _gemm = gemm;
        Weights = Parameter.Zeros($"{name}/weights", inputs, outputs, decays: true);
        Bias = Parameter.Zeros($"{name}/bias", 1, outputs, decays: false);
        Gaussian.Fill(Weights.Value.Values, Math.Sqrt(2.0 / inputs), random);
    }

    public Parameter Weights { get; }

    public Parameter Bias { get; }

    /// <summary>Writes X W + b into <paramref name="output"/> [n x outputs].</summary>
    public void Forward(Matrix input, Matrix output)
    {
        _gemm.Multiply(input, Weights.Value, output);
        for (var i = 0; i < output.Rows; i++) TensorPrimitives.Add(output.Row(i), Bias.Value.Values, output.Row(i));
    }

    /// <summary>
    /// From the gradient with respect to the output, <paramref name="delta"/> [n x outputs], computes those of the
    /// weights, X' delta, and of the bias, and where wanted that of the input, delta W', [n x inputs].
    /// </summary>
    public void Backward(Matrix input, Matrix delta, Matrix? inputDelta)
    {
        _gemm.Multiply(input, delta, Weights.Gradient, transposeA: true);
        var bias = Bias.Gradient.Values;
        bias.Clear();
        for (var i = 0; i < delta.Rows; i++) TensorPrimitives.Add(bias, delta.Row(i), bias);
        if (inputDelta is not null) _gemm.Multiply(delta, Weights.Value, inputDelta, transposeB: true);
    }
}
