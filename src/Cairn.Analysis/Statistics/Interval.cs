namespace Cairn.Analysis.Statistics;

/// <summary>A confidence interval, both ends included; an end may be infinite.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies within.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
