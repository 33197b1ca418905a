using Cairn.Analysis.Verdicts;
using Cairn.Core.Landmarks;

namespace Cairn.Core.Verdicts;

/// <summary>How a run or a group stands against a landmark.</summary>
public sealed record Verdict
{
    public required VerdictSubject Subject { get; init; }

    /// <summary>The landmark; its numbers leave out the subject where that is one of its runs.</summary>
    public required ResolvedLandmark Against { get; init; }

    /// <summary><c>better</c>, <c>worse</c>, <c>equal</c>, <c>unclear</c> or <c>itself</c>.</summary>
    public string Word => Camel(Finding.Word.ToString());

    /// <summary>The test it rests on, such as <c>welch</c>; <c>none</c> where no spread is known.</summary>
    public string Method => Camel(Finding.Method.ToString());

    /// <summary>The test's name for people; null for none.</summary>
    public string? MethodName => Finding.Method == TestMethod.None ? null : VerdictWords.NameOf(Finding.Method);

    /// <summary>Subject minus landmark, in the metric's unit.</summary>
    public double Difference => Finding.Difference;

    /// <summary>Lower end of the difference's interval; null where no spread is known.</summary>
    public double? Low => Finding.Interval?.Low;

    /// <summary>Upper end of the difference's interval; null where no spread is known.</summary>
    public double? High => Finding.Interval?.High;

    /// <summary>Two-sided; null where no spread is known.</summary>
    public double? PValue => Finding.PValue;

    /// <summary>After the correction for <see cref="Comparisons"/>; null for a comparison alone.</summary>
    public double? AdjustedPValue => Finding.AdjustedPValue;

    /// <summary>Of the permutation test that checks few runs; null where it was not made.</summary>
    public double? PermutationPValue => Finding.PermutationPValue;

    /// <summary>Runs a side that would show a difference of this size; null when clear already or not by more runs.</summary>
    public int? RunsNeeded => Finding.RunsNeeded;

    /// <summary>Test examples that would show a difference of this size; null likewise.</summary>
    public int? ExamplesNeeded => Finding.ExamplesNeeded;

    /// <summary>What must hold for the verdict to be right, in words.</summary>
    public IReadOnlyList<string> Assumptions => Finding.Assumptions;

    /// <summary>How sure the interval is, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What one stands for when the metric is a share of examples: 1 or 100; null when it is none.</summary>
    public double? ShareScale { get; init; }

    /// <summary>Test examples behind the subject's value; null when unknown.</summary>
    public int? Examples { get; init; }

    /// <summary>How many comparisons were corrected together; 1 for one alone.</summary>
    public int Comparisons { get; init; } = 1;

    public IReadOnlyList<VerdictWarning> Warnings { get; init; } = [];

    internal Finding Finding { get; init; } = new() { Word = VerdictWord.Unclear, Method = TestMethod.None, Difference = double.NaN };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
