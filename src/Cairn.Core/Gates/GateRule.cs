namespace Cairn.Core.Gates;

/// <summary>One thing that a run or a group must fulfil.</summary>
public sealed record GateRule
{
    /// <summary>Line of the file on which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>The metric; null for a budget of time.</summary>
    public string? Metric { get; init; }

    /// <summary>The landmark's name; null where plain bounds are asked.</summary>
    public string? Landmark { get; init; }

    public GateExpectation Expect { get; init; }

    /// <summary>Better by at least this, in the metric's unit: the near end of the interval must reach it.</summary>
    public double? By { get; init; }

    /// <summary>Worse by at most this, in the metric's unit: the far end of the interval must stay within.</summary>
    public double? Margin { get; init; }

    public double Confidence { get; init; } = 0.95;

    /// <summary>Which way the file says is better; null leaves that to the landmark.</summary>
    public bool? HigherIsBetter { get; init; }

    public double? AtLeast { get; init; }

    public double? AtMost { get; init; }

    /// <summary>Whether <see cref="AtMost"/> bounds the seconds that each run took.</summary>
    public bool IsDuration { get; init; }

    /// <summary>Whether <see cref="AtMost"/> bounds the largest value of the metric in each run, not its last.</summary>
    public bool IsPeak { get; init; }

    /// <summary>The unit of the bound, for people; empty for none.</summary>
    public string Unit { get; init; } = "";
}
