namespace Cairn.Analysis.Statistics;

/// <summary>Shares of examples, such as an accuracy on n test examples.</summary>
public static class Proportions
{
    /// <summary>Wilson's score interval of a share (1927): good also near 0 and 1 and for few examples.</summary>
    public static Interval Wilson(double share, double examples, double confidence)
    {
        var z = Probability.NormalQuantile((1 + confidence) / 2);
        var z2 = z * z / examples;
        var centre = (share + (z2 / 2)) / (1 + z2);
        var reach = z / (1 + z2) * Math.Sqrt((share * (1 - share) / examples) + (z2 / (4 * examples)));
        return new Interval(Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }

    /// <summary>The exact interval of hits among examples (Clopper and Pearson 1934): never covers less than it says.</summary>
    public static Interval ClopperPearson(int hits, int examples, double confidence)
    {
        var tail = (1 - confidence) / 2;
        return new Interval(
            hits == 0 ? 0 : Probability.BetaQuantile(tail, hits, examples - hits + 1),
            hits == examples ? 1 : Probability.BetaQuantile(1 - tail, hits + 1, examples - hits));
    }

    /// <summary>
    /// The exact two-sided binomial test: the chance of every count that is no more likely than the one seen, when each
    /// example is a hit with <paramref name="chance"/>.
    /// </summary>
    public static double BinomialTest(int hits, int examples, double chance)
    {
        if (chance <= 0 || chance >= 1)
            return (chance <= 0 ? hits == 0 : hits == examples) ? 1 : 0;
        var seen = Probability.BinomialMass(hits, examples, chance) * (1 + 1e-7);
        var expected = examples * chance;
        if (hits == expected)
            return 1;

        // The mass falls on either side of the mode, so the other tail begins where it falls to what was seen.
        if (hits < expected)
        {
            var (low, high) = ((int)Math.Ceiling(expected), examples + 1);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (Probability.BinomialMass(middle, examples, chance) <= seen)
                    high = middle;
                else
                    low = middle + 1;
            }

            return Math.Min(1, Probability.BinomialAtMost(hits, examples, chance) + AtLeast(low, examples, chance));
        }
        else
        {
            var (low, high) = (-1, (int)Math.Floor(expected));
            while (low < high)
            {
                var middle = high - ((high - low) / 2);
                if (Probability.BinomialMass(middle, examples, chance) <= seen)
                    low = middle;
                else
                    high = middle - 1;
            }

            return Math.Min(1, Probability.BinomialAtMost(low, examples, chance) + AtLeast(hits, examples, chance));
        }
    }

    /// <summary>A share of n examples against a fixed number: Wilson's interval and the exact binomial test.</summary>
    public static Comparison AgainstConstant(double share, int examples, double constant) => new(
        share - constant,
        BinomialTest((int)Math.Round(share * examples), examples, constant),
        confidence =>
        {
            var interval = Wilson(share, examples, confidence);
            return new Interval(interval.Low - constant, interval.High - constant);
        });

    /// <summary>
    /// Two shares on examples that were not paired up: Newcombe's interval from two Wilson intervals (1998, method 10) and
    /// the score test with the pooled share.
    /// </summary>
    public static Comparison Independent(double first, int firstExamples, double second, int secondExamples)
    {
        var difference = first - second;
        var pooled = ((first * firstExamples) + (second * secondExamples)) / ((double)firstExamples + secondExamples);
        var error = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / firstExamples) + (1.0 / secondExamples)));
        return new Comparison(
            difference,
            error == 0 ? 1 : Probability.StudentTTwoSided(difference / error, double.PositiveInfinity),
            confidence =>
            {
                var one = Wilson(first, firstExamples, confidence);
                var two = Wilson(second, secondExamples, confidence);
                return new Interval(
                    difference - Length(first - one.Low, two.High - second),
                    difference + Length(one.High - first, second - two.Low));
            });
    }

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static double AtLeast(int hits, int examples, double chance) =>
        hits <= 0 ? 1 : hits > examples ? 0 : Probability.BinomialAtMost(examples - hits, examples, 1 - chance);
}
