using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Classification;

/// <summary>Of which runs a logged table of labels and scores shall be judged, and how.</summary>
/// <param name="Project">The project whose runs are looked at.</param>
/// <param name="Filter">Which of its runs.</param>
/// <param name="Key">The key of a table, or the path of a run's file that holds one.</param>
public sealed record ClassificationQuestion(long Project, RunFilter Filter, string Key)
{
    /// <summary>The newest table up to this step; the newest of all when null.</summary>
    public long? Step { get; init; }

    /// <summary>Which columns hold what.</summary>
    public ScoredColumns Columns { get; init; } = new();

    /// <summary>The class to cut at the threshold, where there are more than two; null: every example counts for its highest score.</summary>
    public string? Class { get; init; }

    /// <summary>From which score on an example counts as positive; null: 0.5 for probabilities, else 0.</summary>
    public double? Threshold { get; init; }

    /// <summary>Most points of a curve, at least 8.</summary>
    public int Points { get; init; } = 400;

    /// <summary>Bins of the calibration, at least 2.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Most runs of the answer.</summary>
    public int Runs { get; init; } = 10;
}
