using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Models;

/// <summary>Every model's gradients against differences of its loss, (L(w + h) - L(w)) / h.</summary>
public sealed class GradientTests
{
    private const int Images = 24;

    private const float Step = 1e-3f;

    [Fact]
    public void Softmax_regression() => Check(new SoftmaxRegression(new Gemm(1)));

    [Fact]
    public void Perceptron_without_hidden_layers() =>
        Check(new MultilayerPerceptron([], 0, new Gemm(1), new Random(4)));

    [Fact]
    public void Perceptron_with_one_hidden_layer() =>
        Check(new MultilayerPerceptron([30], 0, new Gemm(1), new Random(4)));

    [Fact]
    public void Perceptron_with_two_hidden_layers() =>
        Check(new MultilayerPerceptron([40, 20], 0, new Gemm(1), new Random(4)));

    [Fact]
    public void Dropped_activations_pass_no_gradient()
    {
        // With the generator in the same state each time, the same activations are dropped for each loss.
        var random = new ReplayedRandom(9);
        var model = new MultilayerPerceptron([40, 20], 0.4, new Gemm(1), random);
        random.Mark();
        Check(model, random.Rewind);
    }

    private static void Check(IGradientModel model, Action? rewind = null)
    {
        var input = Samples.Training(Images);
        var random = new Random(8);
        // Zero weights would give every class the same gradient and hide mistakes.
        foreach (var parameter in model.Parameters)
            foreach (ref var value in parameter.Value.Values) value += 0.02f * (random.NextSingle() - 0.5f);

        var here = Loss();
        var analytic = model.Parameters.Select(p => p.Gradient.Copy()).ToArray();
        foreach (var (parameter, gradient) in model.Parameters.Zip(analytic))
        {
            // The largest gradients stand out of rounding; a few random ones catch what is wrongly zero.
            var largest = gradient.Values.ToArray().Index()
                .OrderByDescending(g => Math.Abs(g.Item)).Take(12).Select(g => g.Index);
            var others = Enumerable.Range(0, 12).Select(_ => random.Next(gradient.Values.Length));
            foreach (var index in largest.Concat(others))
            {
                var original = parameter.Value.Values[index];
                // Where a ReLU switches within one of the two steps, the other one still shows the derivative.
                double[] differences = [.. new[] { Step, -Step }.Select(step =>
                {
                    parameter.Value.Values[index] = original + step;
                    return (Loss() - here) / step;
                })];
                parameter.Value.Values[index] = original;
                var expected = gradient.Values[index];
                Assert.True(
                    differences.Min(difference => Math.Abs(difference - expected)) <= 8e-4 + 0.02 * Math.Abs(expected),
                    $"{parameter.Name}[{index}]: {expected} by backpropagation, {differences[0]} or {differences[1]} by differences");
            }
        }

        double Loss()
        {
            rewind?.Invoke();
            return model.Differentiate(input.Images, input.Labels).Mean;
        }
    }

    /// <summary>A generator that can be set back to a mark.</summary>
    private sealed class ReplayedRandom(int seed) : Random
    {
        private Random _inner = new(seed);
        private int _mark;

        public void Mark()
        {
            _mark = seed + 1;
            Rewind();
        }

        public void Rewind() => _inner = new Random(_mark);

        public override float NextSingle() => _inner.NextSingle();

        public override double NextDouble() => _inner.NextDouble();
    }
}
