using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Statistics;

/// <summary>Two models on the very same examples: pairing takes out how hard each example is.</summary>
public static class PairedTests
{
    /// <summary>
    /// Right or wrong on each example: McNemar's test (1947) in its exact form, with the interval of Agresti and Min (2005)
    /// for the difference of the two shares.
    /// </summary>
    /// <param name="onlyFirst">Examples that only the first has right.</param>
    /// <param name="onlySecond">Examples that only the second has right.</param>
    /// <param name="examples">All examples.</param>
    public static Comparison McNemar(int onlyFirst, int onlySecond, int examples)
    {
        var discordant = onlyFirst + onlySecond;
        var p = discordant == 0
            ? 1
            : Math.Min(1, 2 * Probability.BinomialAtMost(Math.Min(onlyFirst, onlySecond), discordant, 0.5));
        return new Comparison((double)(onlyFirst - onlySecond) / examples, p, confidence =>
        {
            var all = examples + 2.0;
            var centre = (onlyFirst - onlySecond) / all;
            var error = Math.Sqrt((discordant + 1) - (all * centre * centre)) / all;
            var reach = Probability.NormalQuantile((1 + confidence) / 2) * error;
            return new Interval(Math.Max(-1, centre - reach), Math.Min(1, centre + reach));
        });
    }

    /// <summary>
    /// The mean of paired differences by the bias-corrected and accelerated bootstrap (Efron 1987), seeded; the p-value is
    /// the smallest level at which its interval leaves zero out, never below 1 / (draws + 1).
    /// </summary>
    /// <param name="differences">First minus second for each example; at least two.</param>
    /// <param name="draws">Resamples.</param>
    /// <param name="seed">Of the resampling.</param>
    public static Comparison Bootstrap(ReadOnlySpan<double> differences, int draws = 2_000, ulong seed = 1)
    {
        if (differences.Length < 2)
            throw new ArgumentException("A bootstrap needs at least two pairs.", nameof(differences));
        var values = differences.ToArray();
        var mean = Sample.Of(values).Mean;
        double squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }

        if (squares == 0)
            return new Comparison(mean, mean == 0 ? 1 : 0, _ => new Interval(mean, mean));
        var means = Resample(values, draws, seed);
        double below = 0;
        foreach (var one in means)
            below += one < mean ? 1 : one == mean ? 0.5 : 0;
        var bias = Probability.NormalQuantile(Math.Clamp(below / draws, 0.5 / draws, 1 - (0.5 / draws)));

        // For a mean the jackknife's acceleration has a closed form.
        var acceleration = cubes / (6 * Math.Pow(squares, 1.5));
        double Shifted(double z) => Probability.Normal(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
        Interval At(double confidence)
        {
            var z = Probability.NormalQuantile((1 + confidence) / 2);
            return new Interval(Quantile(means, Shifted(-z)), Quantile(means, Shifted(z)));
        }

        return new Comparison(mean, PValue(At, draws), At);
    }

    private static double[] Resample(double[] values, int draws, ulong seed)
    {
        var random = new SeededRandom(seed);
        var means = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            for (var i = 0; i < values.Length; i++)
                sum += values[random.Next(values.Length)];
            means[draw] = sum / values.Length;
        }

        Array.Sort(means);
        return means;
    }

    private static double PValue(Func<double, Interval> at, int draws)
    {
        var (low, high) = (1.0 / (draws + 1), 1.0);
        if (!at(1 - low).Contains(0))
            return low;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (at(1 - middle).Contains(0))
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
