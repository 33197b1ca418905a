namespace Cairn.Analysis.Statistics;

/// <summary>Tests of means that are about normal: groups of seeds against one another, a number, or a single run.</summary>
public static class MeanTests
{
    /// <summary>
    /// Two groups of at least two values each, whose spreads may differ: Welch (1947), with degrees of freedom by
    /// Satterthwaite (1946).
    /// </summary>
    public static Comparison Welch(Sample first, Sample second)
    {
        Need(first);
        Need(second);
        return FromMoments(
            first.Mean - second.Mean, first.MeanVariance, first.Count - 1, second.MeanVariance, second.Count - 1);
    }

    /// <summary>
    /// A group of at least two values against a number, Student's one-sample test (1908); <paramref name="constantVariance"/>
    /// is the variance of a number that was itself estimated from many examples, else 0.
    /// </summary>
    public static Comparison AgainstConstant(Sample group, double constant, double constantVariance = 0)
    {
        Need(group);
        return FromMoments(
            group.Mean - constant, group.MeanVariance, group.Count - 1, constantVariance, double.PositiveInfinity);
    }

    /// <summary>
    /// One value against a group of at least two, as if it were one more draw with the group's spread: the prediction
    /// interval of Student's t (Crawford and Howell 1998).
    /// </summary>
    public static Comparison SingleAgainst(double value, Sample group)
    {
        Need(group);
        return FromMoments(value - group.Mean, group.Variance * (1 + (1.0 / group.Count)), group.Count - 1, 0, double.PositiveInfinity);
    }

    private static Comparison FromMoments(
        double difference, double firstVariance, double firstFreedom, double secondVariance, double secondFreedom)
    {
        var variance = firstVariance + secondVariance;
        var error = Math.Sqrt(variance);
        if (error == 0)
            return new Comparison(difference, difference == 0 ? 1 : 0, _ => new Interval(difference, difference));
        var freedom = variance * variance
            / ((firstVariance * firstVariance / firstFreedom) + (secondVariance * secondVariance / secondFreedom));
        return new Comparison(
            difference,
            Probability.StudentTTwoSided(difference / error, freedom),
            confidence =>
            {
                var reach = error * Probability.StudentTQuantile((1 + confidence) / 2, freedom);
                return new Interval(difference - reach, difference + reach);
            });
    }

    private static void Need(Sample group)
    {
        if (group.Count < 2)
            throw new ArgumentException("A spread needs at least two values.", nameof(group));
    }
}
