namespace Cairn.Core.Landmarks;

/// <summary>A baseline of a project's metric, shown wherever the metric is.</summary>
public sealed record Landmark
{
    public long Id { get; init; }

    /// <summary>The series (or declared summary value) that it is a landmark of.</summary>
    public required string Metric { get; init; }

    /// <summary>Such as <c>chance</c>; unique for its metric.</summary>
    public required string Name { get; init; }

    public required LandmarkKind Kind { get; init; }

    /// <summary>The number of a constant.</summary>
    public double? Value { get; init; }

    /// <summary>The id of the run, for <see cref="LandmarkKind.Run"/>.</summary>
    public long? Run { get; init; }

    /// <summary>The group of runs, for <see cref="LandmarkKind.Group"/>.</summary>
    public string? Group { get; init; }

    /// <summary>What of the series counts.</summary>
    public LandmarkAggregate Aggregate { get; init; }

    /// <summary>True when more is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>How many test examples a constant was measured on, which tells its own uncertainty; null takes it as exact.</summary>
    public int? Examples { get; init; }

    /// <summary>Where the number comes from, for people.</summary>
    public string? Source { get; init; }
}
