using System.Runtime.CompilerServices;
using System.Text.Json;
using Cairn.Analysis.Curves;

namespace Cairn.Analysis.Tests.Curves;

public sealed class SmoothingTests
{
    private const double Tolerance = 1e-12;

    /// <summary>The web's copies are held to the same file. CAIRN_WRITE_GOLDEN=1 writes it anew.</summary>
    [Fact]
    public void The_file_that_the_web_is_held_to_says_what_smoothing_does()
    {
        var cases = Cases().ToArray();
        if (Environment.GetEnvironmentVariable("CAIRN_WRITE_GOLDEN") == "1")
            File.WriteAllText(Golden(), JsonSerializer.Serialize(new { cases }, JsonSerializerOptions.Web) + "\n");
        using var file = JsonDocument.Parse(File.ReadAllText(Golden()));
        var kept = file.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(cases.Length, kept.Length);
        foreach (var (one, written) in cases.Zip(kept))
        {
            Assert.Equal(one.Kind, written.GetProperty("kind").GetString());
            Assert.Equal(one.Strength, written.GetProperty("strength").GetDouble());
            var smoothed = written.GetProperty("smoothed").EnumerateArray().ToArray();
            Assert.Equal(one.Smoothed.Length, smoothed.Length);
            Assert.All(one.Smoothed.Zip(smoothed), pair =>
            {
                if (pair.First is { } number)
                    Assert.Equal(number, pair.Second.GetDouble(), Tolerance * Math.Max(1, Math.Abs(number)));
                else
                    Assert.Equal(JsonValueKind.Null, pair.Second.ValueKind);
            });
        }
    }

    [Theory]
    [InlineData(SmoothingKind.Ema)]
    [InlineData(SmoothingKind.Mean)]
    [InlineData(SmoothingKind.Gaussian)]
    public void A_constant_stays_what_it_is_and_numbers_that_are_none_stay_where_they_are(SmoothingKind kind)
    {
        double[] x = [0, 1, 2, 3, 4, 5];
        var smoothed = Smoothing.Apply(kind, x, [3, 3, double.NaN, 3, double.PositiveInfinity, 3], 0.9, 5);
        Assert.Equal([3, 3, double.NaN, 3, double.PositiveInfinity, 3], smoothed.Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(SmoothingKind.Ema)]
    [InlineData(SmoothingKind.Mean)]
    [InlineData(SmoothingKind.Gaussian)]
    public void Noise_becomes_less_and_less_with_strength(SmoothingKind kind)
    {
        var (x, y) = Noisy(400);
        var rough = Roughness(y);
        foreach (var strength in (double[])[0.3, 0.6, 0.9])
        {
            var now = Roughness(Smoothing.Apply(kind, x, y, strength, x[^1]));
            Assert.True(now < rough, $"{kind} at {strength}: {now} is not below {rough}");
            rough = now;
        }
    }

    /// <summary>Weight of a neighbour one thousandth of the range away: the square root of the strength.</summary>
    [Fact]
    public void The_exponential_average_forgets_by_distance()
    {
        var smoothed = Smoothing.Apply(SmoothingKind.Ema, [0, 1, 3], [1, 2, 4], 0.25, 1000);
        Assert.Equal((2 + (0.5 * 1)) / 1.5, smoothed[1], Tolerance);
        Assert.Equal((4 + (0.25 * 2.5)) / (1 + (0.25 * 1.5)), smoothed[2], Tolerance);
    }

    [Fact]
    public void The_running_mean_takes_the_window_on_both_sides()
    {
        var smoothed = Smoothing.Apply(SmoothingKind.Mean, [0, 5, 10, 50, 100], [1, 2, 6, 7, 9], 0.5, 100);
        Assert.Equal([1.5, 3, 4, 7, 9], smoothed);
    }

    private static IEnumerable<GoldenCase> Cases()
    {
        var (x, y) = Noisy(60);
        var broken = y.Select((value, i) => i % 13 == 5 ? double.NaN : value).ToArray();
        foreach (var kind in Enum.GetValues<SmoothingKind>())
        {
            foreach (var strength in (double[])[0.1, 0.6, 0.99])
            {
                foreach (var values in (double[][])[y, broken])
                {
                    var range = x[^1] - x[0];
                    yield return new GoldenCase(
                        kind.ToString().ToLowerInvariant(), strength, range, x, Nulled(values),
                        Nulled(Smoothing.Apply(kind, x, values, strength, range)));
                }
            }
        }
    }

    private static double?[] Nulled(double[] values) => [.. values.Select(value => double.IsFinite(value) ? value : (double?)null)];

    private static (double[] X, double[] Y) Noisy(int count)
    {
        var random = new Random(7);
        var x = new double[count];
        var y = new double[count];
        for (var i = 0; i < count; i++)
        {
            x[i] = (i == 0 ? 0 : x[i - 1]) + 1 + random.Next(9);
            y[i] = Math.Exp(-i / 40.0) + (0.3 * random.NextDouble());
        }

        return (x, y);
    }

    private static double Roughness(double[] y) => y.Skip(1).Zip(y, (a, b) => Math.Abs(a - b)).Sum();

    private static string Golden([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../golden/smoothing.json");

    private sealed record GoldenCase(string Kind, double Strength, double Range, double[] X, double?[] Y, double?[] Smoothed);
}
