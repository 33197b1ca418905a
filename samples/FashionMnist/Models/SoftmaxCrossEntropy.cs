using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>The softmax function and the cross-entropy loss on top of it (Bishop 2006, sections 4.2 and 4.3).</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Turns each row of logits into probabilities, in place: p_j = exp(z_j) / sum of exp(z_i).</summary>
    public static void ToProbabilities(Matrix logits)
    {
        for (var i = 0; i < logits.Rows; i++)
        {
            var row = logits.Row(i);
            // Taking the largest away changes no ratio and keeps exp from overflowing.
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
            TensorPrimitives.Exp<float>(row, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
        }
    }

    /// <summary>
    /// Turns logits [n x classes] into the gradient of the mean loss with respect to them, in place, and returns the
    /// loss. For softmax and cross-entropy together it is simply (p - one-hot label) / n.
    /// </summary>
    public static BatchLoss ToGradient(Matrix logits, ReadOnlySpan<byte> labels)
    {
        ToProbabilities(logits);
        var (loss, right) = (0.0, 0);
        for (var i = 0; i < logits.Rows; i++)
        {
            var row = logits.Row(i);
            // A probability may round to zero; its logarithm must not become infinite.
            loss -= Math.Log(Math.Max(row[labels[i]], float.Epsilon));
            if (TensorPrimitives.IndexOfMax<float>(row) == labels[i]) right++;
            row[labels[i]] -= 1;
        }

        TensorPrimitives.Divide(logits.Values, logits.Rows, logits.Values);
        return new BatchLoss(loss / logits.Rows, right);
    }
}
