using System.Text.Json;
using Cairn.Analysis.Classification;

namespace Cairn.Analysis.Tests.Classification;

/// <summary>Curves, areas, calibration and confusion beside scikit-learn's on the same labels and scores.</summary>
public sealed class ClassificationTests
{
    private static readonly JsonElement Reference = JsonElement.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Classification", "Reference", "classification.json")));

    private const double Rounding = 1e-12;

    public static TheoryData<int> Sets => [.. Enumerable.Range(0, Reference.GetProperty("binary").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Curves_and_areas_are_scikit_learns(int set)
    {
        var (known, positive, scores) = Read(set);
        var ranking = Ranking.Of(positive, scores);
        Near(known, "auc", RocCurve.Area(ranking));
        Near(known, "ap", PrecisionRecallCurve.AveragePrecision(ranking));
        var roc = RocCurve.Line(ranking);
        Near(known, "fpr", roc.X);
        Near(known, "tpr", roc.Y);
        Near(known, "rocThresholds", roc.Thresholds[1..]);
        Assert.Equal(double.PositiveInfinity, roc.Thresholds[0]);

        // scikit-learn says nothing of thresholds below the one that finds every positive.
        var line = PrecisionRecallCurve.Line(ranking);
        var told = Numbers(known, "prThresholds").Length;
        Near(known, "recall", line.X[..told]);
        Near(known, "precision", line.Y[..told]);
        Near(known, "prThresholds", line.Thresholds[..told]);
        Assert.All(line.X[told..], recall => Assert.Equal(1, recall));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_interval_of_an_area_is_DeLongs(int set)
    {
        var (known, positive, scores) = Read(set);
        var interval = RocCurve.AreaInterval(Ranking.Of(positive, scores), 0.95);
        if (known.GetProperty("interval").ValueKind == JsonValueKind.Null)
        {
            Assert.Null(interval);
            return;
        }

        Near(known, "interval", [interval!.Value.Low, interval.Value.High]);
        var average = PrecisionRecallCurve.AverageInterval(Ranking.Of(positive, scores), 0.95)!.Value;
        Assert.InRange(known.GetProperty("ap").GetDouble(), average.Low, average.High);
        Assert.InRange(average.Low, 0, average.High);
        Assert.InRange(average.High, average.Low, 1);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_threshold_cuts_as_scikit_learn_does(int set)
    {
        var (known, positive, scores) = Read(set);
        var confusion = ConfusionCounts.At(positive, scores, known.GetProperty("threshold").GetDouble());
        Assert.Equal(Matrix(known), confusion.Matrix);
        var rates = BinaryRates.Of(confusion);
        Near(known, "cutPrecision", rates.Precision);
        Near(known, "cutRecall", rates.Recall);
        Near(known, "cutF1", rates.F1);
        Assert.Equal(Math.Max(positive.Count(one => one), positive.Count(one => !one)) / (double)positive.Length, confusion.MajorityShare);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Probabilities_are_binned_as_scikit_learn_does(int set)
    {
        var (known, positive, scores) = Read(set);
        var calibration = Calibration.Of(positive, scores, 10);
        if (!known.TryGetProperty("brier", out _))
        {
            Assert.Null(calibration);
            return;
        }

        Near(known, "brier", calibration!.Brier);
        Near(known, "shares", [.. calibration.Bins.Select(bin => bin.Share)]);
        Near(known, "means", [.. calibration.Bins.Select(bin => bin.Predicted)]);
        Assert.Equal(positive.Length, calibration.Bins.Sum(bin => bin.Count));
        Assert.Equal(calibration.Bins.Sum(bin => bin.Count * Math.Abs(bin.Share - bin.Predicted)) / positive.Length, calibration.Error, 12);
        Assert.All(calibration.Bins, bin =>
        {
            Assert.InRange(bin.Predicted, bin.From - Rounding, bin.To + Rounding);
            Assert.InRange(bin.Share, bin.Interval.Low - Rounding, bin.Interval.High + Rounding);
        });
    }

    [Fact]
    public void Each_of_many_classes_is_judged_against_the_rest()
    {
        var known = Reference.GetProperty("multi");
        int[] labels = [.. known.GetProperty("labels").EnumerateArray().Select(one => one.GetInt32())];
        double[][] scores = [.. known.GetProperty("scores").EnumerateArray().Select(list => list.EnumerateArray().Select(one => one.GetDouble()).ToArray())];
        Assert.Equal(Matrix(known), ConfusionCounts.OfHighest(labels, scores).Matrix);
        Ranking[] rankings = [.. scores.Select((column, k) => Ranking.Of(Array.ConvertAll(labels, label => label == k), column))];
        Near(known, "auc", Array.ConvertAll(rankings, RocCurve.Area));
        Near(known, "ap", Array.ConvertAll(rankings, PrecisionRecallCurve.AveragePrecision));
        Near(known, "macroAuc", rankings.Average(RocCurve.Area));
    }

    [Fact]
    public void A_thinned_curve_keeps_its_ends_and_its_extremes_and_stays_in_order()
    {
        var random = new Random(3);
        var positive = new bool[100_000];
        var scores = new double[positive.Length];
        for (var i = 0; i < scores.Length; i++)
            (positive[i], scores[i]) = (random.NextDouble() < 0.1, random.NextDouble());
        foreach (var whole in new[] { RocCurve.Line(Ranking.Of(positive, scores)), PrecisionRecallCurve.Line(Ranking.Of(positive, scores)) })
        {
            var thin = whole.Thin(400);
            Assert.InRange(thin.X.Length, 100, 400);
            Assert.Equal((whole.X[0], whole.Y[0], whole.Thresholds[0]), (thin.X[0], thin.Y[0], thin.Thresholds[0]));
            Assert.Equal((whole.X[^1], whole.Y[^1], whole.Thresholds[^1]), (thin.X[^1], thin.Y[^1], thin.Thresholds[^1]));
            Assert.Equal((whole.Y.Min(), whole.Y.Max()), (thin.Y.Min(), thin.Y.Max()));
            Assert.Equal(thin.X.Order(), thin.X);
            Assert.Equal(thin.Thresholds.OrderDescending(), thin.Thresholds);
            Assert.Same(thin, thin.Thin(thin.X.Length));
        }
    }

    [Fact]
    public void What_cannot_be_ranked_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Ranking.Of([true], [double.NaN]));
        Assert.Throws<ArgumentException>(() => Ranking.Of([true, false], [1]));
        Assert.Throws<ArgumentException>(() => RocCurve.Area(Ranking.Of([true, true], [1, 2])));
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.AveragePrecision(Ranking.Of([false], [1])));
        Assert.Null(RocCurve.AreaInterval(Ranking.Of([true, false, false], [1, 2, 0]), 0.95));
        Assert.Null(Calibration.Of([true], [1.5], 10));
        Assert.Null(Calibration.Of([], [], 10));
    }

    private static (JsonElement Known, bool[] Positive, double[] Scores) Read(int set)
    {
        var known = Reference.GetProperty("binary")[set];
        return (known, [.. known.GetProperty("labels").EnumerateArray().Select(one => one.GetInt32() == 1)], Numbers(known, "scores"));
    }

    private static double[] Numbers(JsonElement known, string name) =>
        [.. known.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static int[][] Matrix(JsonElement known) =>
        [.. known.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(one => one.GetInt32()).ToArray())];

    private static void Near(JsonElement known, string name, double actual) => Assert.Equal(known.GetProperty(name).GetDouble(), actual, Rounding);

    private static void Near(JsonElement known, string name, double[] actual)
    {
        var expected = Numbers(known, name);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Rounding);
    }
}
