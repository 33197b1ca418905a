using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Verdicts;

/// <summary>What a comparison came to.</summary>
public sealed record Finding
{
    public required VerdictWord Word { get; init; }

    public required TestMethod Method { get; init; }

    /// <summary>Subject minus reference, in the metric's unit.</summary>
    public required double Difference { get; init; }

    /// <summary>Of the difference; null where no spread is known.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Two-sided; null where no spread is known.</summary>
    public double? PValue { get; init; }

    /// <summary>After Holm's correction over everything that was compared with it; null for a comparison alone.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>Of the permutation test that checks few runs; null where it was not made.</summary>
    public double? PermutationPValue { get; init; }

    /// <summary>Runs that each side needs to show a difference of this size; null when clear already or not by more runs.</summary>
    public int? RunsNeeded { get; init; }

    /// <summary>Test examples that would show a difference of this size; null likewise.</summary>
    public int? ExamplesNeeded { get; init; }

    /// <summary>What must hold for the verdict to be right, in words.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
