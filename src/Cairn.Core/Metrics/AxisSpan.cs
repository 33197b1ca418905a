namespace Cairn.Core.Metrics;

/// <summary>Where data lies on the axis; empty as long as nothing was added.</summary>
internal readonly record struct AxisSpan(double Lowest, double Highest)
{
    public static AxisSpan Empty => new(double.PositiveInfinity, double.NegativeInfinity);

    public AxisSpan With(double from, double to) => new(Math.Min(Lowest, from), Math.Max(Highest, to));

    /// <summary>The range that is cut into buckets: what the question says, else what the data say.</summary>
    public (double From, double To) Within(SeriesQuery query)
    {
        var from = query.From ?? (double.IsFinite(Lowest) ? Lowest : 0);
        if (query.LogX && from <= 0)
            from = Math.Min(query.Axis.Kind == XAxisKind.Step ? 1 : Smallest, Math.Max(Smallest, Highest));
        return (from, Math.Max(from, query.To ?? (double.IsFinite(Highest) ? Highest : 0)));
    }

    private const double Smallest = 0.001;
}
