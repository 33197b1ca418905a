namespace Cairn.Web.Tests;

/// <summary>A run's curve as drawn: where its points are, and the last value of each.</summary>
internal sealed record DrawnLine(long Run, string Uid, string Name, double[] X, double[] Last)
{
    /// <summary>Its metric, or a formula after an equals sign.</summary>
    public string Key { get; init; } = "";

    /// <summary>The band of a group's line, and how many runs have a value; null of a run's.</summary>
    public double[]? Low { get; init; }

    public double[]? High { get; init; }

    public double[]? Counts { get; init; }
}
