namespace Cairn.Analysis.Verdicts;

/// <summary>How a comparison is to be judged.</summary>
public sealed record Question
{
    /// <summary>Of the interval, 0 to 1; a verdict is wrong by chance at most one minus this often.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Differences up to this are of no interest, in the metric's unit; null asks for any difference.</summary>
    public double? Margin { get; init; }

    public bool HigherIsBetter { get; init; } = true;

    /// <summary>What one stands for when the metric is a share of examples: 1, or 100 for per cent; null when it is none.</summary>
    public double? ShareScale { get; init; }

    /// <summary>The chance of seeing a true difference that "runs needed" aims at.</summary>
    public double Power { get; init; } = 0.8;
}
