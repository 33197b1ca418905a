using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Training;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Training;

public sealed class OptimizerTests
{
    /// <summary>Not a multiple of any vector's length, so that the values left over are computed too.</summary>
    private const int Count = 37;

    [Fact]
    public void Momentum_follows_its_formula()
    {
        var parameter = NewParameter(decays: true);
        var expected = parameter.Value.Values.ToArray().Select(v => (double)v).ToArray();
        var velocity = new double[Count];
        var optimizer = new MomentumSgd(0.9f, 0.1f);
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step([parameter], 0.05f);
            for (var i = 0; i < Count; i++)
            {
                velocity[i] = 0.9 * velocity[i] + parameter.Gradient.Values[i];
                expected[i] = expected[i] * (1 - 0.05 * 0.1) - 0.05 * velocity[i];
            }
        }

        Near(expected, parameter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Adam_follows_its_formula(bool decays)
    {
        var parameter = NewParameter(decays);
        var expected = parameter.Value.Values.ToArray().Select(v => (double)v).ToArray();
        var (mean, square) = (new double[Count], new double[Count]);
        var optimizer = new Adam(0.1f);
        for (var step = 1; step <= 3; step++)
        {
            optimizer.Step([parameter], 0.05f);
            for (var i = 0; i < Count; i++)
            {
                double gradient = parameter.Gradient.Values[i];
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                var unbiasedMean = mean[i] / (1 - Math.Pow(0.9, step));
                var unbiasedSquare = square[i] / (1 - Math.Pow(0.999, step));
                expected[i] *= decays ? 1 - 0.05 * 0.1 : 1;
                expected[i] -= 0.05 * unbiasedMean / (Math.Sqrt(unbiasedSquare) + 1e-8);
            }
        }

        Near(expected, parameter);
    }

    [Fact]
    public void The_rate_warms_up_peaks_and_fades()
    {
        var schedule = new LearningRateSchedule(0.1, WarmUp: 0.1);
        var rates = Enumerable.Range(0, 100).Select(step => schedule.At(step, 100)).ToArray();
        Assert.True(rates[0] is > 0 and < 0.02);
        Assert.Equal(10, Array.IndexOf(rates, rates.Max()));
        Assert.Equal(0.1, rates[10], 1e-9);
        Assert.Equal(0.05, rates[55], 1e-9);
        Assert.True(rates[99] is > 0 and < 0.001);
    }

    private static Parameter NewParameter(bool decays)
    {
        var random = new Random(6);
        return new Parameter("p", Samples.Uniform(1, Count, random), Samples.Uniform(1, Count, random), decays);
    }

    private static void Near(double[] expected, Parameter parameter)
    {
        for (var i = 0; i < Count; i++) Assert.Equal(expected[i], parameter.Value.Values[i], 1e-5);
    }
}
