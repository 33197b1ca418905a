using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class GaussianProcessTests
{
    private static readonly bool[] OneNumber = [false];

    [Fact]
    public void One_result_gives_the_posterior_worked_out_by_hand()
    {
        var process = GaussianProcess.Fit([[0]], OneNumber, [1], new Matern([1], 2, 0.5))!;
        // k(1) = 2 (1 + √5 + 5/3) e^-√5 = 1.047988…; mean k / 2.5, variance 2 - k² / 2.5.
        var k = 2 * (1 + Math.Sqrt(5) + (5.0 / 3)) * Math.Exp(-Math.Sqrt(5));
        var (mean, variance) = process.Predict([1]);
        Assert.Equal(k / 2.5, mean, 1e-12);
        Assert.Equal(2 - (k * k / 2.5), variance, 1e-12);
        Assert.Equal(-0.2 - (0.5 * Math.Log(2.5 * 2 * Math.PI)), process.LogLikelihood, 1e-12);
    }

    [Fact]
    public void Two_results_agree_with_the_inverse_of_two_by_two()
    {
        var kernel = new Matern([0.5, 2], 1.5, 0.1);
        double[][] points = [[0.2, 0.9], [0.7, 0.1]];
        bool[] choice = [false, false];
        var process = GaussianProcess.Fit(points, choice, [1, -2], kernel)!;
        double[] at = [0.4, 0.5];
        var (a, b) = (1.6, kernel.Covariance(points[0], points[1], choice));
        var (p, q) = (kernel.Covariance(points[0], at, choice), kernel.Covariance(points[1], at, choice));
        var determinant = (a * a) - (b * b);
        var (mean, variance) = process.Predict(at);
        Assert.Equal((((p * a) - (q * b)) - (2 * ((q * a) - (p * b)))) / determinant, mean, 1e-12);
        Assert.Equal(1.5 - (((p * p * a) - (2 * p * q * b) + (q * q * a)) / determinant), variance, 1e-12);
    }

    [Fact]
    public void Choices_are_one_apart_or_the_same()
    {
        var kernel = new Matern([0.5], 1, 0);
        Assert.Equal(1, kernel.Covariance([3], [3], [true]), 1e-15);
        Assert.Equal(kernel.Covariance([0], [1], [false]), kernel.Covariance([0], [7], [true]), 1e-15);
    }

    [Fact]
    public void The_gradient_of_the_likelihood_is_that_of_finite_differences()
    {
        var random = new SeededRandom(3);
        double[][] points = [.. Enumerable.Range(0, 15).Select(i =>
            new[] { random.NextUnit(), random.NextUnit(), i % 3 })];
        double[] results = [.. points.Select(p => Math.Sin(5 * p[0]) + p[1] - p[2] + (0.1 * random.NextNormal()))];
        var search = new KernelSearch(points, [false, false, true], results);
        double[] settings = [-0.7, 0.3, 0.1, 0.4, -3];
        var gradient = new double[5];
        search.Objective(settings, gradient);
        for (var i = 0; i < settings.Length; i++)
        {
            double[] up = [.. settings];
            double[] down = [.. settings];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            var difference = (search.Objective(up, null) - search.Objective(down, null)) / 2e-5;
            Assert.Equal(difference, gradient[i], 1e-4 * Math.Max(1, Math.Abs(difference)));
        }
    }

    [Fact]
    public void The_search_finds_which_dimension_matters_and_how_noisy_results_are()
    {
        var random = new SeededRandom(5);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => new[] { random.NextUnit(), random.NextUnit() })];
        double[] results = [.. points.Select(p => Math.Sin(8 * p[0]) + (0.2 * random.NextNormal()))];
        var kernel = new KernelSearch(points, [false, false], results).Find(new SeededRandom(1));
        Assert.True(kernel.Scales[1] > 3 * kernel.Scales[0], string.Join(' ', kernel.Scales));
        Assert.InRange(kernel.Noise, 0.02, 0.08);
    }

    [Fact]
    public void A_factor_multiplies_back_and_inverts()
    {
        const int Size = 23;
        var random = new SeededRandom(9);
        double[] root = [.. Enumerable.Range(0, Size * Size).Select(_ => random.NextNormal())];
        var matrix = new double[Size * Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                for (var k = 0; k < Size; k++)
                    matrix[(i * Size) + j] += root[(i * Size) + k] * root[(j * Size) + k];
                matrix[(i * Size) + j] += i == j ? 1 : 0;
            }
        }

        var factor = TriangularFactor.Of([.. matrix], Size)!;
        var inverse = factor.Inverse();
        for (var i = 0; i < Size; i++)
        {
            var unit = new double[Size];
            unit[i] = 1;
            factor.Solve(unit);
            for (var j = 0; j < Size; j++)
            {
                Assert.Equal(inverse[(Math.Max(i, j) * Size) + Math.Min(i, j)], unit[j], 1e-9);
                var product = Enumerable.Range(0, Size).Sum(k => matrix[(j * Size) + k] * unit[k]);
                Assert.Equal(i == j ? 1 : 0, product, 1e-8);
            }
        }

        Assert.Null(TriangularFactor.Of([1, 0, 2, 1], 2));
    }

    [Theory]
    [InlineData(0, 1, 0, 0.3989422804014327)]
    [InlineData(0, 1, 1, 1.0833154705876864)]
    [InlineData(1, 2, 0, 0.395593114802)]
    [InlineData(3, 0, 5, 2)]
    [InlineData(5, 0, 3, 0)]
    public void Expected_improvement_is_the_closed_form(double mean, double deviation, double best, double expected)
    {
        Assert.Equal(expected, ExpectedImprovement.Of(mean, deviation, best), 1e-9);
        Assert.Equal(Math.Log(expected), ExpectedImprovement.Log(mean, deviation, best), 1e-8);
    }

    [Fact]
    public void Expected_improvement_is_the_mean_over_draws()
    {
        var random = new SeededRandom(4);
        var drawn = Enumerable.Range(0, 200_000).Average(_ => Math.Max(0, 0.3 - (1 + (0.8 * random.NextNormal()))));
        Assert.Equal(drawn, ExpectedImprovement.Of(1, 0.8, 0.3), 0.002);
    }

    [Fact]
    public void The_logarithm_falls_on_without_a_jump_where_the_improvement_vanishes()
    {
        Assert.Equal(ExpectedImprovement.Log(5.9999, 1, 0), ExpectedImprovement.Log(6.0001, 1, 0), 5e-3);
        Assert.True(ExpectedImprovement.Log(50, 1, 0) > ExpectedImprovement.Log(60, 1, 0));
        Assert.True(double.IsFinite(ExpectedImprovement.Log(1000, 1, 0)));
    }
}
