using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>
/// Dense layers with ReLU between them and a softmax at the end: 784 -> hidden sizes -> 10. While it learns, each
/// hidden activation is dropped with the given probability and the others are scaled up by 1 / (1 - dropout), so that
/// nothing needs rescaling when it predicts (Srivastava et al. 2014, "Dropout").
/// </summary>
internal sealed class MultilayerPerceptron : IGradientModel
{
    private readonly DenseLayer[] _layers;
    private readonly float _dropout;
    private readonly Random _random;
    private Matrix[] _outputs = [];
    private Matrix[] _deltas = [];

    /// <summary>
    /// <paramref name="random"/> draws the first weights and then the dropped activations; a generator in the same
    /// state gives the same network and the same losses.
    /// </summary>
    public MultilayerPerceptron(IReadOnlyList<int> hidden, double dropout, Gemm gemm, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dropout, 1);
        int[] widths = [LabelledImages.PixelsEach, .. hidden, ClassNames.Count];
        _layers = [.. widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs, outputs))
            .Select((shape, i) => new DenseLayer($"layer{i + 1}", shape.inputs, shape.outputs, gemm, random))];
        (_dropout, _random) = ((float)dropout, random);
        Parameters = [.. _layers.SelectMany(layer => new[] { layer.Weights, layer.Bias })];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public BatchLoss Differentiate(Matrix images, ReadOnlySpan<byte> labels)
    {
        if (_outputs.Length == 0 || _outputs[0].Rows != images.Rows)
        {
            _outputs = NewOutputs(images.Rows);
            _deltas = NewOutputs(images.Rows);
        }

        Forward(images, _outputs, _dropout);
        var logits = _outputs[^1];
        var loss = SoftmaxCrossEntropy.ToGradient(logits, labels);
        logits.Values.CopyTo(_deltas[^1].Values);
        for (var i = _layers.Length - 1; i > 0; i--)
        {
            _layers[i].Backward(_outputs[i - 1], _deltas[i], _deltas[i - 1]);
            PassWhereActive(_outputs[i - 1].Values, _deltas[i - 1].Values, 1 / (1 - _dropout));
        }

        _layers[0].Backward(images, _deltas[0], inputDelta: null);
        return loss;
    }

    public Matrix Predict(Matrix images)
    {
        var outputs = NewOutputs(images.Rows);
        Forward(images, outputs, dropout: 0);
        SoftmaxCrossEntropy.ToProbabilities(outputs[^1]);
        return outputs[^1];
    }

    private Matrix[] NewOutputs(int rows) =>
        Array.ConvertAll(_layers, layer => new Matrix(rows, layer.Bias.Value.Columns));

    private void Forward(Matrix images, Matrix[] outputs, float dropout)
    {
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].Forward(i == 0 ? images : outputs[i - 1], outputs[i]);
            if (i == _layers.Length - 1) break;
            var activations = outputs[i].Values;
            TensorPrimitives.Max(activations, 0f, activations);
            if (dropout > 0) Drop(activations, dropout);
        }
    }

    private void Drop(Span<float> activations, float dropout)
    {
        var scale = 1 / (1 - dropout);
        foreach (ref var value in activations) value = _random.NextSingle() < dropout ? 0 : value * scale;
    }

    /// <summary>
    /// The gradient of ReLU and dropout together: nothing where the activation is zero, else the scale.
    /// </summary>
    private static void PassWhereActive(ReadOnlySpan<float> activations, Span<float> delta, float scale)
    {
        for (var i = 0; i < delta.Length; i++) delta[i] = activations[i] > 0 ? delta[i] * scale : 0;
    }
}
