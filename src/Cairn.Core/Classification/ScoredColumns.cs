using Cairn.Core.Tables;

namespace Cairn.Core.Classification;

/// <summary>Which columns of a table hold labels and scores; what is null is found by its name.</summary>
public sealed record ScoredColumns
{
    private static readonly string[] LabelNames =
        ["label", "labels", "true", "truth", "target", "targets", "y_true", "ground_truth", "actual", "true_label", "class", "y"];

    private static readonly string[] PredictedNames =
        ["predicted", "prediction", "predictions", "pred", "y_pred", "guess", "predicted_label", "output", "outputs"];

    private static readonly string[] ScoreNames =
        ["score", "scores", "y_score", "prob", "probability", "probabilities", "proba", "y_prob", "y_proba", "p", "logit", "logits"];

    private static readonly string[] ClassPrefixes = ["score", "prob", "proba", "probability", "p", "logit"];

    /// <summary>The column of the true class.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// One column with the score of the positive class or with a list of scores, one of each class; or as many columns as there
    /// are classes, in their order.
    /// </summary>
    public IReadOnlyList<string>? Scores { get; init; }

    /// <summary>The column of the class that the model said.</summary>
    public string? Predicted { get; init; }

    /// <summary>The class that a single score speaks for.</summary>
    public string? Positive { get; init; }

    internal int FindLabel(LoggedTable table) => Label is null ? First(table, LabelNames) : table.Find(Label);

    internal int FindPredicted(LoggedTable table) => Predicted is null ? First(table, PredictedNames) : table.Find(Predicted);

    /// <summary>The places of the columns of scores: one for each class, a single one, or none where none is called so.</summary>
    internal int[] FindScores(LoggedTable table, IReadOnlyList<string> classes)
    {
        if (Scores is not null)
            return [.. Scores.Select(table.Find)];
        int[] each = [.. classes.Select(name => OfClass(table, name))];
        if (each.Length > 1 && Array.TrueForAll(each, at => at >= 0))
            return each;
        each = [.. Enumerable.Range(0, classes.Count).Select(i => OfClass(table, $"{i}"))];
        if (each.Length > 1 && Array.TrueForAll(each, at => at >= 0))
            return each;
        var one = First(table, ScoreNames);
        if (one < 0 && classes.Count == 2)
            one = OfClass(table, classes[1]);
        return one < 0 ? [] : [one];
    }

    private static int OfClass(LoggedTable table, string name) => First(
        table,
        ClassPrefixes.SelectMany(prefix => new[] { $"{prefix}_{name}", $"{prefix}({name})", $"{prefix}/{name}", $"{prefix} {name}" })
            .Append(name));

    private static int First(LoggedTable table, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (table.Find(name) is >= 0 and var at)
                return at;
        }

        return -1;
    }
}
