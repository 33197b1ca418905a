using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Distributions;

/// <summary>The values of one group of runs.</summary>
public sealed record DistributionGroup
{
    /// <summary>What its runs have in common; missing for those without.</summary>
    public required RunValue Key { get; init; }

    /// <summary>How many runs.</summary>
    public required int Count { get; init; }

    public required double Mean { get; init; }

    /// <summary>Sample standard deviation; null below two.</summary>
    public double? Deviation { get; init; }

    public required double Min { get; init; }

    public required double LowerQuartile { get; init; }

    public required double Median { get; init; }

    public required double UpperQuartile { get; init; }

    public required double Max { get; init; }

    /// <summary>The smallest value no further than 1.5 quartile ranges below the lower quartile.</summary>
    public required double LowerWhisker { get; init; }

    /// <summary>The largest value no further than 1.5 quartile ranges above the upper quartile.</summary>
    public required double UpperWhisker { get; init; }

    /// <summary>At the answer's steps; null below two different values.</summary>
    public IReadOnlyList<double>? Density { get; init; }

    /// <summary>Id and value of each run, ascending by value; of many a selection with the first and the last.</summary>
    public required IReadOnlyList<(long Run, double Value)> Runs { get; init; }
}
