namespace Cairn.Analysis.Verdicts;

/// <summary>What is known of one side of a comparison.</summary>
public sealed record Evidence
{
    /// <summary>The metric's value in each run; the one number of a constant.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>True for a number that no run has measured.</summary>
    public bool IsConstant { get; init; }

    /// <summary>How many test examples each value was measured on; null when unknown.</summary>
    public int? Examples { get; init; }
}
