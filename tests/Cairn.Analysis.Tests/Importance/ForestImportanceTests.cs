using Cairn.Analysis.Importance;

namespace Cairn.Analysis.Tests.Importance;

public sealed class ForestImportanceTests
{
    // Rows of the Friedman #1 function (1991) at the fractions of multiples of square roots: the same in every language.
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19];

    private static readonly double[][] Places =
    [
        .. Primes.Select(prime => Enumerable.Range(1, 300).Select(i => i * Math.Sqrt(prime) % 1).ToArray()),
    ];

    private static readonly double[] Friedman =
    [
        .. Enumerable.Range(0, 300).Select(i =>
            10 * Math.Sin(Math.PI * Places[0][i] * Places[1][i]) + 20 * Math.Pow(Places[2][i] - 0.5, 2) + 10 * Places[3][i] + 5 * Places[4][i]),
    ];

    [Fact]
    public void It_agrees_with_scikit_learn_on_a_known_function()
    {
        // scikit-learn 1.2.1, RandomForestRegressor(24, max_features=3, min_samples_leaf=2) on 60 random 200 of these 300 rows: mean
        // loss of R² over the rows outside each tree's bag when a column is shuffled; SciPy's spearmanr for the correlations.
        double[] importance = [0.3298, 0.3016, 0.0543, 0.5299, 0.0576, -0.0047, 0.0015, -0.0042];
        double[] correlation = [0.416892, 0.393651, -0.036884, 0.593251, 0.271691, 0.011995, -0.024682, -0.068662];
        var report = ForestImportance.Measure(Columns(), Friedman, seed: 3, TestContext.Current.CancellationToken);
        Assert.InRange(report.Explained, 0.7226 - 0.06, 0.7226 + 0.06);
        for (var i = 0; i < Primes.Length; i++)
        {
            var factor = report.Factors.Single(one => one.Name == $"x{i}");
            Assert.InRange(factor.Importance, importance[i] - 0.06, importance[i] + 0.06);
            Assert.Equal(correlation[i], factor.Correlation!.Value, 6);
        }
    }

    [Fact]
    public void Columns_that_do_not_matter_get_about_nothing_and_the_interval_says_so()
    {
        var report = ForestImportance.Measure(Columns(), Friedman, seed: 9, TestContext.Current.CancellationToken);
        Assert.Equal("x3", report.Factors[0].Name);
        foreach (var factor in report.Factors)
        {
            Assert.InRange(factor.Importance, factor.Low, factor.High);
            if (factor.Name is "x5" or "x6" or "x7")
            {
                Assert.True(factor.Low < 0 && factor.High > 0, factor.ToString());
                Assert.InRange(factor.Importance, -0.05, 0.05);
            }
            else if (factor.Name is "x0" or "x1" or "x3")
            {
                Assert.True(factor.Low > 0, factor.ToString());
            }
        }
    }

    [Fact]
    public void The_order_of_an_additive_function_comes_back_with_words_and_missing_values_among_its_columns()
    {
        double[] kind = [.. Enumerable.Range(0, 120).Select(i => (double)(i * 7 % 3))];
        double[] rate = [.. Places[0].Take(120)];
        double[] size = [.. Places[1].Take(120).Select(value => value < 0.3 ? double.NaN : value)];
        double[] noise = [.. Places[2].Take(120)];
        double[] target =
        [
            .. Enumerable.Range(0, 120).Select(i =>
                new[] { 6.0, 0, 3 }[(int)kind[i]] - 3 * rate[i] + (double.IsNaN(size[i]) ? 1.2 : 0)),
        ];
        FactorColumn[] columns = [new("noise", noise), new("size", size), new("rate", rate), new("kind", kind, 3), new("same", new double[120])];
        var report = ForestImportance.Measure(columns, target, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(["kind", "rate", "size"], report.Factors.Take(3).Select(factor => factor.Name));
        Assert.Null(report.Factors[0].Correlation);
        Assert.True(report.Factors[1].Correlation < 0);
        var same = report.Factors.Single(factor => factor.Name == "same");
        Assert.Equal((0.0, 0.0, 0.0), (same.Importance, same.Low, same.High));
        Assert.True(report.Explained > 0.7, report.Explained.ToString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var token = TestContext.Current.CancellationToken;
        var columns = Columns();
        var (one, again, other) = (
            ForestImportance.Measure(columns, Friedman[..], 5, token), ForestImportance.Measure(columns, Friedman[..], 5, token),
            ForestImportance.Measure(columns, Friedman[..], 6, token));
        Assert.Equal(one.Factors, again.Factors);
        Assert.Equal(one.Factors, ForestImportance.Measure([.. columns.Reverse()], Friedman, 5, token).Factors);
        Assert.NotEqual(one.Factors, other.Factors);
    }

    [Fact]
    public void A_result_that_has_nothing_to_do_with_the_columns_is_not_explained()
    {
        double[] target = [.. Enumerable.Range(1, 60).Select(i => i * Math.Sqrt(23) % 1)];
        FactorColumn[] columns = [.. Places.Take(4).Select((column, i) => new FactorColumn($"x{i}", column[..60]))];
        var report = ForestImportance.Measure(columns, target, seed: 2, TestContext.Current.CancellationToken);
        Assert.True(report.Explained < 0.2, report.Explained.ToString());
        Assert.True(report.Factors.Count(factor => factor.Low > 0) <= 1);
    }

    private static FactorColumn[] Columns() => [.. Places.Select((column, i) => new FactorColumn($"x{i}", column))];
}
