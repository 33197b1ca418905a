namespace Cairn.Core.Verdicts;

/// <summary>How all runs of a project stand in one metric.</summary>
/// <param name="Runs">How many runs outside the trash have it.</param>
/// <param name="Largest">The largest last value; NaN for none.</param>
/// <param name="Smallest">The smallest last value; NaN for none.</param>
internal sealed record MetricField(int Runs, double Largest, double Smallest)
{
    public double Best(bool higherIsBetter) => higherIsBetter ? Largest : Smallest;
}
