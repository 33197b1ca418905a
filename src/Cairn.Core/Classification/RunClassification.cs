using Cairn.Analysis.Classification;

namespace Cairn.Core.Classification;

/// <summary>What the labels and scores of one run's table come to.</summary>
/// <param name="Run">The id of the run.</param>
/// <param name="Step">The step the table was logged at; null for a file.</param>
/// <param name="Label">The column of the true class.</param>
/// <param name="Scores">The columns of scores; empty where only predicted classes are known.</param>
/// <param name="Predicted">The column of predicted classes, where those were taken.</param>
public sealed record RunClassification(long Run, long? Step, string Label, IReadOnlyList<string> Scores, string? Predicted)
{
    /// <summary>Rows that were read.</summary>
    public required int Examples { get; init; }

    /// <summary>Rows that were left out: without a label or a finite score.</summary>
    public required int Skipped { get; init; }

    /// <summary>All classes, sorted.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The positive class of two, or each of more against the rest, as far as it has examples and there are others.</summary>
    public required IReadOnlyList<ClassCurves> Curves { get; init; }

    /// <summary>What was taken for what.</summary>
    public required ConfusionCounts Confusion { get; init; }

    /// <summary>The classes of the confusion's rows and columns.</summary>
    public required IReadOnlyList<string> ConfusedClasses { get; init; }

    /// <summary>The score from which on an example counts as positive; null where the highest score or a predicted class decides.</summary>
    public double? Threshold { get; init; }
}
