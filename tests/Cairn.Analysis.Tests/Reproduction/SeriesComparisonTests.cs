using Cairn.Analysis.Reproduction;

namespace Cairn.Analysis.Tests.Reproduction;

public sealed class SeriesComparisonTests
{
    private static readonly long[] Steps = [0, 1, 2, 3];
    private static readonly double[] Values = [1, 0.5, double.NaN, double.PositiveInfinity];

    [Fact]
    public void The_same_bits_are_identical_also_where_they_are_no_numbers()
    {
        var found = SeriesComparison.Of(Steps, Values, Steps, [.. Values], 0);
        Assert.Equal((SeriesAgreement.Identical, 4, null, 0.0), (found.Agreement, found.Points, found.FirstStep, found.Largest));
        Assert.Equal(SeriesAgreement.Identical, SeriesComparison.Of([], [], [], [], 0).Agreement);
    }

    [Fact]
    public void A_small_difference_is_within_the_tolerance_and_not_identical()
    {
        double[] near = [1, 0.5 * (1 + 1e-9), double.NaN, double.PositiveInfinity];
        var found = SeriesComparison.Of(Steps, Values, Steps, near, 1e-6);
        Assert.Equal(SeriesAgreement.WithinTolerance, found.Agreement);
        Assert.Equal(1e-9, found.Largest, 1e-14);
        Assert.Equal(SeriesAgreement.Apart, SeriesComparison.Of(Steps, Values, Steps, near, 0).Agreement);
    }

    [Fact]
    public void The_first_step_apart_is_named_with_both_values_and_the_largest_difference_looks_on()
    {
        var found = SeriesComparison.Of([0, 10, 20], [1, 2, 4], [0, 10, 20], [1, 1, 1], 1e-6);
        Assert.Equal((SeriesAgreement.Apart, 10, 2.0, 1.0), (found.Agreement, found.FirstStep, found.Expected, found.Actual));
        Assert.Equal(0.75, found.Largest, 1e-12);
    }

    [Theory]
    [InlineData(new long[] { 0, 1 }, new long[] { 0, 1, 2 }, 2, false)]
    [InlineData(new long[] { 0, 1, 2 }, new long[] { 0, 1 }, 2, true)]
    [InlineData(new long[] { 0, 2 }, new long[] { 0, 1, 2 }, 1, false)]
    [InlineData(new long[] { 0, 1, 2 }, new long[] { 0, 2 }, 1, true)]
    public void A_step_of_one_side_only_parts_the_series(long[] expected, long[] actual, long at, bool expectedHasIt)
    {
        var found = SeriesComparison.Of(expected, new double[expected.Length], actual, new double[actual.Length], 0);
        Assert.Equal((SeriesAgreement.Apart, at), (found.Agreement, found.FirstStep));
        Assert.Equal((expectedHasIt, !expectedHasIt), (found.Expected is not null, found.Actual is not null));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(0.0, -0.0, 0)]
    [InlineData(double.NaN, double.NaN, 0)]
    [InlineData(1, 3, 2.0 / 3)]
    [InlineData(-1, 1, 2)]
    [InlineData(double.MaxValue, -double.MaxValue, 2)]
    [InlineData(0, 1e-300, 1)]
    [InlineData(1, double.NaN, 2)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 2)]
    public void Differences_are_relative(double expected, double actual, double difference) =>
        Assert.Equal(difference, SeriesComparison.Difference(expected, actual), 1e-12);

    [Fact]
    public void Seeds_explain_what_two_draws_differ_by()
    {
        // t(0.975; 4) = 2.7764451051977987 by tables; the deviation of 1..5 is sqrt(2.5).
        Assert.Equal(2.7764451051977987 * Math.Sqrt(2.5) * Math.Sqrt(2), SeedNoise.LargestDifference([1, 2, 3, 4, 5])!.Value, 1e-9);
        Assert.Null(SeedNoise.LargestDifference([1, 2]));
        Assert.Null(SeedNoise.LargestDifference([1, 2, double.NaN]));
    }

    [Fact]
    public void Two_draws_of_one_population_differ_by_more_in_five_of_a_hundred()
    {
        var random = new Random(1);
        var passed = 0;
        const int Trials = 20_000;
        for (var i = 0; i < Trials; i++)
        {
            double[] seeds = [.. Enumerable.Range(0, 5).Select(_ => Normal(random))];
            if (Math.Abs(Normal(random) - Normal(random)) > SeedNoise.LargestDifference(seeds))
                passed++;
        }

        // Four standard errors of a share of 0.05 in 20,000 trials are 0.0062.
        Assert.InRange(passed / (double)Trials, 0.0438, 0.0562);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
