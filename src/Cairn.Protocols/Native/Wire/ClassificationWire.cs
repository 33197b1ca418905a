using System.ComponentModel.DataAnnotations;
using Cairn.Analysis.Classification;
using Cairn.Core.Classification;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ClassificationQueryWire
{
    public string? Filter { get; init; }

    [Required]
    public string? Key { get; init; }
    public long? Step { get; init; }
    public string? Label { get; init; }
    public IReadOnlyList<string>? Scores { get; init; }
    public string? Predicted { get; init; }
    public string? Positive { get; init; }
    public string? Class { get; init; }
    public double? Threshold { get; init; }
    public int? Points { get; init; }
    public int? Bins { get; init; }
    public int? Runs { get; init; }
}

internal sealed record CurveLineWire(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Thresholds)
{
    public static CurveLineWire From(CurveLine line) => new(line.X, line.Y, line.Thresholds);
}

internal sealed record CalibrationBinWire(double From, double To, int N, double Predicted, double Share, double Low, double High);

internal sealed record CalibrationWire(double Brier, double ChanceBrier, double Error, IReadOnlyList<CalibrationBinWire> Bins)
{
    public static CalibrationWire From(Calibration calibration) => new(
        calibration.Brier, calibration.ChanceBrier, calibration.Error,
        [
            .. calibration.Bins.Select(bin => new CalibrationBinWire(
                bin.From, bin.To, bin.Count, bin.Predicted, bin.Share, bin.Interval.Low, bin.Interval.High)),
        ]);
}

internal sealed record ClassCurvesWire(
    string Class, int Positives, int Negatives, double Prevalence, double Auc, double? AucLow, double? AucHigh, double Ap, double? ApLow,
    double? ApHigh, CurveLineWire Roc, CurveLineWire Pr, CalibrationWire? Calibration)
{
    public static ClassCurvesWire From(ClassCurves one) => new(
        one.Class, one.Positives, one.Negatives, one.Prevalence, one.Area, one.AreaInterval?.Low, one.AreaInterval?.High,
        one.AveragePrecision, one.AverageInterval?.Low, one.AverageInterval?.High, CurveLineWire.From(one.Roc),
        CurveLineWire.From(one.PrecisionRecall), one.Calibration is { } calibration ? CalibrationWire.From(calibration) : null);
}

internal sealed record ConfusionWire(
    IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Matrix, double? Threshold, double Accuracy, double MajorityShare,
    RatesWire? Rates);

internal sealed record RatesWire(double? Recall, double? FalsePositiveRate, double? Precision, double? F1)
{
    public static RatesWire From(BinaryRates rates) =>
        new(Known(rates.Recall), Known(rates.FalsePositiveRate), Known(rates.Precision), Known(rates.F1));

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}

internal sealed record RunClassificationWire(
    long Run, long? Step, string Label, IReadOnlyList<string> Scores, string? Predicted, int Examples, int Skipped,
    IReadOnlyList<string> Classes, IReadOnlyList<ClassCurvesWire> Curves, ConfusionWire Confusion)
{
    public static RunClassificationWire From(RunClassification one) => new(
        one.Run, one.Step, one.Label, one.Scores, one.Predicted, one.Examples, one.Skipped, one.Classes,
        [.. one.Curves.Select(ClassCurvesWire.From)],
        new ConfusionWire(
            one.ConfusedClasses, one.Confusion.Matrix, one.Threshold, one.Confusion.Accuracy, one.Confusion.MajorityShare,
            one.Threshold is null ? null : RatesWire.From(BinaryRates.Of(one.Confusion))));
}

internal sealed record RefusedRunWire(long Run, string Detail, string? Field, string? Remedy);

internal sealed record ClassificationWire(
    IReadOnlyList<RunClassificationWire> Runs, IReadOnlyList<RefusedRunWire> Refused, int Seen, long Total)
{
    public static ClassificationWire From(ClassificationAnswer answer) => new(
        [.. answer.Runs.Select(RunClassificationWire.From)],
        [.. answer.Refused.Select(one => new RefusedRunWire(one.Run, one.Why.Detail, one.Why.Field, one.Why.Remedy))],
        answer.Seen, answer.Total);
}
