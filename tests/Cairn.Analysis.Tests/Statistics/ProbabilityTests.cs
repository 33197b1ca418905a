using Cairn.Analysis.Statistics;
using static Cairn.Analysis.Tests.Statistics.ReferenceFigures;

namespace Cairn.Analysis.Tests.Statistics;

public sealed class ProbabilityTests
{
    [Fact]
    public void Quantiles_agree_with_SciPy()
    {
        foreach (var one in Each("t"))
            Near(one.Number("x"), Probability.StudentTQuantile(one.Number("p"), one.Number("freedom")), 1e-8, $"t {one}");
        foreach (var one in Each("normal"))
            Near(one.Number("x"), Probability.NormalQuantile(one.Number("p")), 1e-9, $"normal {one}");
        foreach (var one in Each("beta"))
            Near(one.Number("x"), Probability.BetaQuantile(one.Number("p"), one.Number("a"), one.Number("b")), 1e-9, $"beta {one}");
        foreach (var one in Each("f"))
            Near(one.Number("x"), Probability.FQuantile(one.Number("p"), one.Number("d1"), one.Number("d2")), 1e-8, $"F {one}");
        foreach (var one in Each("binomial"))
            Assert.Equal(one.Whole("k"), Probability.BinomialQuantile(one.Number("q"), one.Whole("n"), one.Number("p")));
    }

    [Fact]
    public void Tails_stay_exact_far_out()
    {
        foreach (var one in Each("tTwoSided"))
            Near(one.Number("p"), Probability.StudentTTwoSided(one.Number("t"), one.Number("freedom")), 1e-8, $"{one}");
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.123)]
    public void Closed_forms_of_one_and_two_degrees_of_freedom_hold(double p)
    {
        Near(Math.Tan(Math.PI * (p - 0.5)), Probability.StudentTQuantile(p, 1), 1e-11);
        Near(2 * (p - 0.5) * Math.Sqrt(2 / (4 * p * (1 - p))), Probability.StudentTQuantile(p, 2), 1e-11);
        Near(Math.Sqrt(p), Probability.BetaQuantile(p, 2, 1), 1e-12);
    }

    [Fact]
    public void Ends_are_infinite_and_many_degrees_are_normal()
    {
        Assert.Equal(double.NegativeInfinity, Probability.StudentTQuantile(0, 5));
        Assert.Equal(double.PositiveInfinity, Probability.StudentTQuantile(1, 5));
        Near(Probability.NormalQuantile(0.975), Probability.StudentTQuantile(0.975, 1e9), 1e-7);
        Assert.Equal(Probability.NormalQuantile(0.3), Probability.StudentTQuantile(0.3, double.PositiveInfinity));
    }
}
