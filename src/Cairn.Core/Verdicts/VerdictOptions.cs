namespace Cairn.Core.Verdicts;

/// <summary>Which verdicts are wanted, and how sure they must be.</summary>
public sealed record VerdictOptions
{
    /// <summary>Landmarks of this metric only; null for all.</summary>
    public string? Metric { get; init; }

    /// <summary>Landmarks of this name only; null for all.</summary>
    public string? Landmark { get; init; }

    /// <summary>Of the intervals, 0.5 to 0.9999.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Differences up to this count as equal, in the metric's unit; null for none.</summary>
    public double? Margin { get; init; }

    /// <summary>Whether what is answered together is corrected for being many (Holm).</summary>
    public bool Together { get; init; } = true;

    /// <summary>How many comparisons of a metric there are, where only some of them are asked for; 0 for those asked.</summary>
    public int Comparisons { get; init; }

    /// <summary>Why these can't be; null when they can.</summary>
    public Refusal? Check() =>
        Confidence is not (>= 0.5 and <= 0.9999)
            ? Refusal.Invalid("confidence", $"A confidence of {Confidence} can't be used.", "0.5 to 0.9999", "0.95 is usual.")
            : Margin is { } margin && !(margin > 0 && double.IsFinite(margin))
                ? Refusal.Invalid("margin", "A margin is a positive number in the metric's unit.", remedy: "Leave it out to ask for any difference.")
                : Comparisons < 0 ? Refusal.Invalid("comparisons", "A number of comparisons is not negative.") : null;
}
