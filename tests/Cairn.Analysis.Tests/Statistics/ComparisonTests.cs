using System.Globalization;
using Cairn.Analysis.Statistics;
using static Cairn.Analysis.Tests.Statistics.ReferenceFigures;

namespace Cairn.Analysis.Tests.Statistics;

/// <summary>Every test's figures beside those of SciPy and statsmodels on the same numbers.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Welch_agrees_with_SciPy_and_statsmodels()
    {
        foreach (var one in Each("welch"))
        {
            var found = MeanTests.Welch(Sample.Of(one.Numbers("first")), Sample.Of(one.Numbers("second")));
            Near(one.Number("p"), found.PValue);
            foreach (var interval in one.GetProperty("intervals").EnumerateObject())
                Same([.. interval.Value.EnumerateArray().Select(end => end.GetDouble())], found.At(double.Parse(interval.Name, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void One_sample_test_agrees()
    {
        foreach (var one in Each("oneSample"))
        {
            var found = MeanTests.AgainstConstant(Sample.Of(one.Numbers("values")), one.Number("constant"));
            Near(one.Number("p"), found.PValue);
            Same([.. one.Numbers("interval").Select(end => end - one.Number("constant"))], found.At(0.95));
        }
    }

    [Fact]
    public void Permutation_agrees_with_full_enumeration()
    {
        foreach (var one in Each("permutation"))
            Near(one.Number("p"), PermutationTest.PValue(one.Numbers("first"), one.Numbers("second")), 1e-12);
    }

    [Fact]
    public void Permutation_by_lot_comes_near_the_exact_answer_and_repeats()
    {
        double[] first = [.. Enumerable.Range(0, 12).Select(i => i % 5 / 5.0)];
        double[] second = [.. Enumerable.Range(0, 12).Select(i => (i % 4 / 4.0) + 0.25)];
        var found = PermutationTest.PValue(first, second, 50_000, seed: 3);
        Assert.Equal(found, PermutationTest.PValue(first, second, 50_000, seed: 3));
        Assert.Equal(MeanTests.Welch(Sample.Of(first), Sample.Of(second)).PValue, found, 0.02);
    }

    [Theory]
    [InlineData(3, 3, 0.1)]
    [InlineData(4, 4, 2.0 / 70)]
    [InlineData(2, 4, 1.0 / 15)]
    public void Smallest_reachable_p_is_that_of_the_most_extreme_deal(int first, int second, double expected)
    {
        double[] low = [.. Enumerable.Range(0, first).Select(i => (double)i)];
        double[] high = [.. Enumerable.Range(0, second).Select(i => 100.0 + i)];
        Assert.Equal(expected, PermutationTest.Smallest(first, second), 12);
        Assert.Equal(expected, PermutationTest.PValue(low, high), 12);
    }

    [Fact]
    public void Shares_agree()
    {
        foreach (var one in Each("shares"))
        {
            var (hits, n) = (one.Whole("hits"), one.Whole("examples"));
            Near(one.Number("p"), Proportions.BinomialTest(hits, n, one.Number("chance")), 1e-7, $"{one}");
            Same(one.Numbers("wilson"), Proportions.Wilson((double)hits / n, n, 0.95));
            Same(one.Numbers("exact"), Proportions.ClopperPearson(hits, n, 0.95));
        }

        foreach (var one in Each("twoShares"))
        {
            var (n, m) = (one.Whole("firstExamples"), one.Whole("secondExamples"));
            var found = Proportions.Independent(one.Number("first") / n, n, one.Number("second") / m, m);
            Near(one.Number("p"), found.PValue, 1e-8);
            Same(one.Numbers("interval"), found.At(0.95));
        }
    }

    [Fact]
    public void McNemar_agrees()
    {
        foreach (var one in Each("mcnemar"))
            Near(one.Number("p"), PairedTests.McNemar(one.Whole("onlyFirst"), one.Whole("onlySecond"), 1000).PValue, 1e-9);
    }

    [Fact]
    public void Bootstrap_comes_near_SciPys_with_many_more_draws()
    {
        foreach (var one in Each("bootstrap"))
        {
            var found = PairedTests.Bootstrap(one.Numbers("differences"), 10_000, seed: 7).At(0.95);
            var expected = one.Numbers("interval");

            // Means of votes come in steps of one in n.
            var tolerance = Math.Max(0.06 * one.Number("error"), 1.001 / one.Numbers("differences").Length);
            Assert.Equal(expected[0], found.Low, tolerance);
            Assert.Equal(expected[1], found.High, tolerance);
        }
    }

    [Fact]
    public void Holm_agrees() =>
        Assert.Equal(
            Get("holm").Numbers("adjusted"), Holm.Adjust(Get("holm").Numbers("p")), (a, b) => Math.Abs(a - b) < 1e-12);

    [Fact]
    public void Holm_for_some_of_a_family_never_corrects_too_little()
    {
        var p = Get("holm").Numbers("p");
        var whole = Holm.Adjust(p);
        var some = Holm.Adjust(p.AsSpan(1, 4), p.Length);
        for (var i = 0; i < some.Length; i++)
            Assert.True(some[i] >= whole[i + 1] - 1e-12);
        Assert.Equal(p[1] * p.Length, Holm.Adjust(p.AsSpan(1, 1), p.Length)[0], 12);
    }

    [Fact]
    public void Power_and_runs_needed_agree()
    {
        foreach (var one in Each("power"))
        {
            Near(one.Number("power"), Power.OfWelch(one.Number("effect"), 1, one.Whole("runs"), 1, one.Whole("runs"), one.Number("alpha")), 1e-4, $"{one}");
            Near(one.Number("single"), Power.OfT(one.Number("effect") * Math.Sqrt(one.Whole("runs")), one.Whole("runs") - 1, one.Number("alpha")), 1e-4, $"{one}");
        }

        foreach (var one in Each("needed"))
        {
            Assert.Equal(one.Whole("perSide"), Power.RunsPerSide(one.Number("effect"), 1, 1));
            Assert.Equal(one.Whole("single"), Power.RunsAgainstConstant(one.Number("effect"), 1));
        }
    }

    [Fact]
    public void No_number_of_runs_shows_a_difference_of_nothing() => Assert.Null(Power.RunsPerSide(0, 1, 1));

    [Fact]
    public void Expected_maximum_is_near_the_exact_one()
    {
        foreach (var one in Each("maximum"))
            Assert.Equal(one.Number("expected"), BestOfMany.ExpectedMaximum(one.Whole("count")), 0.03);
    }

    [Fact]
    public void Values_that_never_vary_make_an_interval_without_width()
    {
        var found = MeanTests.Welch(Sample.Of([0.5, 0.5]), Sample.Of([0.25, 0.25, 0.25]));
        Assert.Equal((0.25, 0, new Interval(0.25, 0.25)), (found.Difference, found.PValue, found.At(0.95)));
        Assert.Equal(1, MeanTests.Welch(Sample.Of([0.5, 0.5]), Sample.Of([0.5, 0.5])).PValue);
    }

    [Fact]
    public void Equivalence_is_the_inner_interval_within_the_margin()
    {
        var found = MeanTests.Welch(Sample.Of([1.0, 1.1, 0.9, 1.05]), Sample.Of([1.02, 1.0, 0.95, 1.06]));
        var inner = found.At(0.9);
        var reach = Math.Max(Math.Abs(inner.Low), Math.Abs(inner.High));
        Assert.True(found.IsWithin(reach * 1.001, 0.05));
        Assert.False(found.IsWithin(reach * 0.999, 0.05));
    }

    private static void Same(double[] expected, Interval actual)
    {
        // SciPy 1.10's own t quantile is good to 1e-8 between whole degrees of freedom.
        Assert.Equal(expected[0], actual.Low, 1e-8 * Math.Max(1, Math.Abs(expected[0])));
        Assert.Equal(expected[1], actual.High, 1e-8 * Math.Max(1, Math.Abs(expected[1])));
    }
}
