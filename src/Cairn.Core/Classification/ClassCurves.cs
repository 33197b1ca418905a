using Cairn.Analysis.Classification;
using Cairn.Analysis.Statistics;

namespace Cairn.Core.Classification;

/// <summary>How well one class is told from the rest by its scores.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Positives">Its examples.</param>
/// <param name="Negatives">All others.</param>
public sealed record ClassCurves(string Class, int Positives, int Negatives)
{
    /// <summary>The share of positives: average precision by chance.</summary>
    public double Prevalence => Positives / ((double)Positives + Negatives);

    /// <summary>The area under the ROC curve; 0.5 by chance.</summary>
    public required double Area { get; init; }

    /// <summary>95 %, DeLong's; null where nothing can be said.</summary>
    public Interval? AreaInterval { get; init; }

    /// <summary>The area under the precision-recall curve.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>95 %, on the scale of log odds; null where nothing can be said.</summary>
    public Interval? AverageInterval { get; init; }

    /// <summary>True over false positive rate.</summary>
    public required CurveLine Roc { get; init; }

    /// <summary>Precision over recall.</summary>
    public required CurveLine PrecisionRecall { get; init; }

    /// <summary>Null where the scores are no probabilities.</summary>
    public Calibration? Calibration { get; init; }
}
