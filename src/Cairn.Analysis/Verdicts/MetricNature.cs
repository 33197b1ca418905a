namespace Cairn.Analysis.Verdicts;

/// <summary>What the name of a metric says of it: on which split it was measured, and whether it counts examples.</summary>
/// <param name="Split">Everything before the last part of the name, or its first word: <c>test</c> of <c>test/accuracy</c>; empty for none.</param>
/// <param name="Counts">Whether it is the share of examples that are right or wrong.</param>
/// <param name="CountsErrors">Whether it counts the wrong ones.</param>
public sealed record MetricNature(string Split, bool Counts, bool CountsErrors)
{
    private static readonly string[] Right = ["accuracy", "acc", "top1", "top5", "em", "exact_match", "hit_rate", "pass_rate", "win_rate", "success_rate"];
    private static readonly string[] Wrong = ["error_rate", "error", "err", "misclassification", "mistake_rate", "failure_rate"];
    private static readonly string[] Separators = ["test", "val", "valid", "validation", "eval", "dev", "holdout", "train", "training"];

    /// <summary>Whether the numbers were measured on what the model learnt from.</summary>
    public bool IsTraining => Split.Split('/').Any(part => part is "train" or "training");

    /// <summary>Whether the numbers were measured on data kept for the end.</summary>
    public bool IsTest => Split.Split('/').Any(part => part is "test" or "holdout" or "testing");

    /// <summary>The last part of the name, in small letters: <c>accuracy</c>, <c>mae</c>.</summary>
    public string Leaf { get; private init; } = "";

    /// <summary>Reads a name such as <c>test/accuracy</c>, <c>val_acc</c> or <c>eval.error_rate</c>.</summary>
    public static MetricNature Of(string metric)
    {
        var name = metric.ToLowerInvariant().Replace('.', '/').Replace('-', '_');
        var cut = name.LastIndexOf('/');
        var (split, leaf) = cut < 0 ? ("", name) : (name[..cut], name[(cut + 1)..]);
        if (cut < 0)
        {
            var underscore = name.IndexOf('_', StringComparison.Ordinal);
            if (underscore > 0 && Separators.Contains(name[..underscore]))
                (split, leaf) = (name[..underscore], name[(underscore + 1)..]);
        }

        var bare = leaf.EndsWith("_percent", StringComparison.Ordinal) ? leaf[..^8] : leaf;
        var errors = Wrong.Contains(bare);
        var right = Right.Contains(bare) || bare.EndsWith("_accuracy", StringComparison.Ordinal) || bare.EndsWith("_acc", StringComparison.Ordinal);

        // The mean of per-class accuracies is no share of examples.
        right &= !bare.StartsWith("balanced", StringComparison.Ordinal) && !bare.StartsWith("macro", StringComparison.Ordinal)
            && !bare.StartsWith("mean_", StringComparison.Ordinal);
        return new MetricNature(split, errors || right, errors) { Leaf = bare };
    }

    /// <summary>What one stands for: 100 where a value says that shares are written in per cent; null when it counts nothing.</summary>
    public double? Scale(params ReadOnlySpan<double> values)
    {
        if (!Counts)
            return null;
        double most = 0;
        foreach (var value in values)
        {
            if (value < 0)
                return null;
            most = Math.Max(most, value);
        }

        return most <= 1 ? 1 : most <= 100 ? 100 : null;
    }
}
