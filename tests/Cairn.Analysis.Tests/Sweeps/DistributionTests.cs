using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class DistributionTests
{
    private const int Draws = 4000;

    // 1.63 / sqrt(n): the one per cent point of Kolmogorov's and Smirnov's statistic.
    private static readonly double Critical = 1.63 / Math.Sqrt(Draws);

    // Independent of the product: means and deviations from textbooks, laws by closed forms or quadrature.
    public static TheoryData<string, double, double> Moments() => new()
    {
        { """{"min": -1.0, "max": 3.0}""", 1, 4 / Math.Sqrt(12) },
        { """{"min": 1, "max": 6}""", 3.5, Math.Sqrt(35.0 / 12) },
        { """{"distribution": "q_uniform", "min": 0, "max": 10, "q": 2}""", 5, 3 },
        { """{"distribution": "log_uniform", "min": 0, "max": 1}""", Math.E - 1, 0.491971 },
        { """{"distribution": "log_uniform_values", "min": 1, "max": 2.718281828459045}""", Math.E - 1, 0.491971 },
        { """{"distribution": "inv_log_uniform", "min": -1, "max": 0}""", Math.E - 1, 0.491971 },
        { """{"distribution": "inv_log_uniform_values", "min": 1, "max": 2.718281828459045}""", Math.E - 1, 0.491971 },
        { """{"distribution": "normal", "mu": 2, "sigma": 3}""", 2, 3 },
        { """{"distribution": "normal"}""", 0, 1 },
        { """{"distribution": "q_normal", "mu": 0, "sigma": 5, "q": 0.5}""", 0, Math.Sqrt(25 + (0.25 / 12)) },
        { """{"distribution": "log_normal", "mu": 0, "sigma": 0.5}""", Math.Exp(0.125), 0.603901 },
        { """{"distribution": "q_log_normal", "mu": 3, "sigma": 0.2, "q": 1}""", Math.Exp(3.02), 4.1496 },
        { """{"distribution": "q_log_uniform", "min": 3, "max": 5}""", 64.1627, 35.9014 },
        { """{"distribution": "q_log_uniform_values", "min": 10, "max": 100, "q": 1}""", 39.0849, 24.9442 },
        { """{"distribution": "beta", "a": 2, "b": 5}""", 2.0 / 7, Math.Sqrt(10.0 / 392) },
        { """{"distribution": "q_beta", "a": 2, "b": 2, "q": 0.01}""", 0.5, Math.Sqrt(0.05) },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Samples_have_the_mean_and_deviation_of_theory(string block, double mean, double deviation)
    {
        var values = Sample(block);
        var sampled = values.Average();
        var spread = Math.Sqrt(values.Average(v => (v - sampled) * (v - sampled)));
        Assert.InRange(sampled, mean - (3.5 * deviation / Math.Sqrt(Draws)), mean + (3.5 * deviation / Math.Sqrt(Draws)));
        Assert.InRange(spread / deviation, 0.94, 1.06);
    }

    public static TheoryData<string, Func<double, double>> Laws() => new()
    {
        { """{"min": -1.0, "max": 3.0}""", x => (x + 1) / 4 },
        { """{"distribution": "log_uniform", "min": -7, "max": -2}""", x => (Math.Log(x) + 7) / 5 },
        { """{"distribution": "log_uniform_values", "min": 0.0001, "max": 0.1}""", x => Math.Log10(x / 0.0001) / 3 },
        { """{"distribution": "inv_log_uniform", "min": 1, "max": 3}""", x => 1 - ((Math.Log(1 / x) - 1) / 2) },
        { """{"distribution": "inv_log_uniform_values", "min": 2, "max": 8}""", x => Math.Log2(x / 2) / 2 },
        { """{"distribution": "normal", "mu": 1, "sigma": 2}""", x => Normal((x - 1) / 2) },
        { """{"distribution": "log_normal", "mu": 1, "sigma": 0.5}""", x => Normal((Math.Log(x) - 1) / 0.5) },
        { """{"distribution": "beta", "a": 2, "b": 1}""", x => x * x },
        { """{"distribution": "beta", "a": 1, "b": 3}""", x => 1 - Math.Pow(1 - x, 3) },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void Samples_pass_Kolmogorov_and_Smirnov(string block, Func<double, double> law)
    {
        var sorted = Sample(block).Order().ToArray();
        var furthest = sorted.Select((x, i) =>
            Math.Max(Math.Abs(law(x) - ((double)i / Draws)), Math.Abs(law(x) - ((i + 1.0) / Draws)))).Max();
        Assert.InRange(furthest, 0, Critical);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Quantile_and_position_undo_each_other_at_the_laws_probabilities(
        string block, Func<double, double> law)
    {
        var distribution = Configs.Distribution(block);
        foreach (var p in new[] { 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999 })
        {
            var x = distribution.Quantile(p);
            Assert.Equal(p, law(x), 1e-9);
            Assert.Equal(p, distribution.Position(x), 1e-9);
        }
    }

    [Fact]
    public void Categories_come_as_often_as_their_probabilities()
    {
        const string Block = """{"values": ["a", "b", "c", "d"], "probabilities": [0.1, 0.6, 0.3, 0]}""";
        var counts = Sample(Block).CountBy(v => (int)v).ToDictionary();
        Assert.InRange(counts[0], 340, 460);
        Assert.InRange(counts[1], 2300, 2500);
        Assert.InRange(counts[2], 1100, 1300);
        Assert.DoesNotContain(3, counts.Keys);
        Assert.Equal(2, Configs.Distribution(Block).Quantile(1));
    }

    [Fact]
    public void Whole_numbers_take_both_ends_and_give_themselves_back()
    {
        var distribution = Configs.Distribution("""{"min": -2, "max": 2}""");
        Assert.Equal([-2, -1, 0, 1, 2], Sample("""{"min": -2, "max": 2}""").Distinct().Order());
        for (var k = -2; k <= 2; k++)
            Assert.Equal(k, distribution.Quantile(distribution.Position(k)));
    }

    [Theory]
    [InlineData("""{"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.1}""", "0.3", 0.31)]
    [InlineData("""{"distribution": "q_uniform", "min": 0, "max": 100, "q": 5}""", "35", 0.36)]
    [InlineData("""{"distribution": "q_uniform", "min": 0, "max": 100}""", "36", 0.361)]
    [InlineData("""{"min": 0, "max": 9}""", "3", 0.31)]
    [InlineData("""{"value": {"deep": [1, null]}}""", """{"deep":[1,null]}""", 0.5)]
    [InlineData("""{"values": [true, null]}""", "null", 0.7)]
    public void Values_are_written_as_a_person_would(string block, string json, double probability)
    {
        var distribution = Configs.Distribution(block);
        Assert.Equal(json, distribution.ToJson(distribution.Quantile(probability))?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("""{"value": 1}""", "constant")]
    [InlineData("""{"values": [1]}""", "categorical")]
    [InlineData("""{"values": [1], "probabilities": [1]}""", "categorical_w_probabilities")]
    [InlineData("""{"min": 1, "max": 2}""", "int_uniform")]
    [InlineData("""{"min": 1, "max": 2.0}""", "uniform")]
    public void A_distribution_left_out_is_implied(string block, string name) =>
        Assert.Equal(name, Configs.Distribution(block).Name);

    [Fact]
    public void Extreme_settings_give_finite_values()
    {
        string[] blocks =
        [
            """{"distribution": "log_uniform", "min": -700, "max": 700}""",
            """{"distribution": "beta", "a": 0.001, "b": 1000000}""",
            """{"distribution": "normal", "sigma": 0}""", """{"min": 2.5, "max": 2.5}""",
            """{"distribution": "q_normal", "sigma": 1, "q": 1e-300}""",
        ];
        foreach (var distribution in blocks.Select(Configs.Distribution))
        {
            foreach (var p in new[] { 0, 1e-300, 0.5, 1 - 1e-16, 1 })
            {
                var value = distribution.Quantile(p);
                Assert.True(double.IsFinite(value), $"{distribution.Name} at {p}");
                Assert.InRange(distribution.Position(value), 0, 1);
            }
        }
    }

    private static double[] Sample(string block)
    {
        var distribution = Configs.Distribution(block);
        var random = new SeededRandom(20);
        return [.. Enumerable.Range(0, Draws).Select(_ => distribution.Quantile(random.NextUnit()))];
    }

    // Φ by Simpson's rule, so that the product's own error function is not its judge.
    private static double Normal(double z)
    {
        const int Panels = 2000;
        var h = z / Panels;
        var sum = 0.0;
        for (var i = 0; i <= Panels; i++)
            sum += (i is 0 or Panels ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * h * i * h);
        return 0.5 + (sum * h / 3 / Math.Sqrt(2 * Math.PI));
    }
}
