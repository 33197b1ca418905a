namespace Cairn.Analysis.Distributions;

/// <summary>A group of numbers as a box plot shows it (Tukey, 1977).</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Sample standard deviation; null below two.</param>
/// <param name="Min">The smallest.</param>
/// <param name="LowerQuartile">A quarter of them lies below.</param>
/// <param name="Median">Half of them lies below.</param>
/// <param name="UpperQuartile">Three quarters of them lie below.</param>
/// <param name="Max">The largest.</param>
/// <param name="LowerWhisker">The smallest that is no further than 1.5 quartile ranges below the box.</param>
/// <param name="UpperWhisker">The largest that is no further than 1.5 quartile ranges above the box.</param>
public sealed record BoxSummary(
    int Count, double Mean, double? Deviation, double Min, double LowerQuartile, double Median, double UpperQuartile, double Max,
    double LowerWhisker, double UpperWhisker)
{
    /// <summary>The summary of at least one finite number, in any order.</summary>
    public static BoxSummary Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var (lower, upper) = (Quantiles.Of(sorted, 0.25), Quantiles.Of(sorted, 0.75));
        var reach = 1.5 * (upper - lower);
        var mean = sorted.Average();
        return new BoxSummary(
            sorted.Length, mean,
            sorted.Length < 2 ? null : Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Length - 1)),
            sorted[0], lower, Quantiles.Of(sorted, 0.5), upper, sorted[^1],
            sorted.First(value => value >= lower - reach), sorted.Last(value => value <= upper + reach));
    }
}
