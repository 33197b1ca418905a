namespace Cairn.Core.Classification;

/// <summary>Examples with their true class and what a model thought of them; one entry an example.</summary>
/// <param name="Label">The column of the true class.</param>
/// <param name="ScoreColumns">The columns of scores; empty where only predicted classes are known.</param>
/// <param name="PredictedColumn">The column of predicted classes; null where it was not read.</param>
internal sealed record ScoredExamples(string Label, IReadOnlyList<string> ScoreColumns, string? PredictedColumn)
{
    /// <summary>Sorted: by size where all are numbers.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The true class of each example, as its place among the classes.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The predicted class of each example, likewise; null where scores are known.</summary>
    public int[]? Predicted { get; init; }

    /// <summary>The classes that have scores, by their places: all of three or more, or the positive one of two.</summary>
    public IReadOnlyList<int> ScoredClasses { get; init; } = [];

    /// <summary>The scores of all examples for each of the scored classes; finite.</summary>
    public IReadOnlyList<double[]> Scores { get; init; } = [];

    /// <summary>Rows that were left out: without a label, a finite score or a predicted class.</summary>
    public int Skipped { get; init; }
}
