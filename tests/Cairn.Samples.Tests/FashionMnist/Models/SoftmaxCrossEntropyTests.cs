using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Models;

public sealed class SoftmaxCrossEntropyTests
{
    [Fact]
    public void Known_logits_give_known_probabilities()
    {
        var logits = new Matrix(1, 3);
        (logits[0, 0], logits[0, 1], logits[0, 2]) = (0, MathF.Log(2), MathF.Log(5));
        SoftmaxCrossEntropy.ToProbabilities(logits);
        Assert.Equal(0.125f, logits[0, 0], 1e-6f);
        Assert.Equal(0.25f, logits[0, 1], 1e-6f);
        Assert.Equal(0.625f, logits[0, 2], 1e-6f);
    }

    [Fact]
    public void Huge_logits_neither_overflow_nor_give_an_infinite_loss()
    {
        var logits = new Matrix(1, 2);
        (logits[0, 0], logits[0, 1]) = (1000, -1000);
        var loss = SoftmaxCrossEntropy.ToGradient(logits, [1]);
        Assert.True(double.IsFinite(loss.Mean) && loss.Mean > 50);
        Assert.Equal(0, loss.Right);
        Assert.Equal([1, -1], logits.Values.ToArray());
    }

    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_number_of_classes()
    {
        var loss = SoftmaxCrossEntropy.ToGradient(new Matrix(4, 10), [0, 1, 2, 3]);
        Assert.Equal(Math.Log(10), loss.Mean, 1e-6);
        Assert.Equal(1, loss.Right);
    }
}
