namespace Cairn.Samples.FashionMnist;

/// <summary>
/// A number measured once for each seed: mean, and the sample standard deviation (divisor n - 1), which is null for a
/// single measurement.
/// </summary>
public sealed record Spread(int Count, double Mean, double? Deviation)
{
    /// <summary>Summarises at least one measurement.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Spread(values.Count, mean,
            values.Count < 2
                ? null
                : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}
