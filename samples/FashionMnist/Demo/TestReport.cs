using Cairn.Client;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;

namespace Cairn.Samples.FashionMnist;

/// <summary>Logs how the selected model of a run did on the test images, in numbers and pictures.</summary>
internal static class TestReport
{
    private const int MistakesShown = 24;

    /// <summary>
    /// Logs to <paramref name="run"/> at its current step; <paramref name="test"/> are the images that were predicted.
    /// </summary>
    public static void Log(CairnRun run, ExperimentOutcome outcome, LabelledImages test)
    {
        var scores = outcome.Test;
        run.Log(Landmarks.Test, scores.Accuracy);
        // Votes of k neighbours give some true classes probability 0, and then the mean says nothing.
        if (double.IsFinite(scores.Loss)) run.Log("test/loss", scores.Loss);
        run.Summary[Landmarks.Test] = scores.Accuracy;
        run.Summary["test/n"] = test.Count;
        run.Summary["test/mistakes"] = scores.Mistakes.Count;

        // Example by example: what lets two runs be compared on the very same images.
        int[] truth = [.. test.Labels.ToArray().Select(label => (int)label)];
        int[] predicted = [.. truth];
        foreach (var mistake in scores.Mistakes)
            predicted[mistake.Index] = mistake.Predicted;
        run.LogPredictions("test/predictions", truth, predicted);
        run.LogConfusionMatrix("test/confusion", ClassNames.All, scores.Confusion);

        var table = new MediaTable("class", "images", "accuracy", "precision", "f1", "most often taken for");
        foreach (var (label, score) in scores.PerClass().Index())
            table.AddRow(
                score.Name, score.Images, Finite(score.Recall), Finite(score.Precision), Finite(score.F1),
                TakenFor(scores, label));
        run.LogTable("test/classes", table);

        run.LogImages("test/most_certain_mistakes", scores.MostCertainMistakes(MistakesShown).Select(
            mistake => MediaImage.FromGray(
            test.Image(mistake.Index), LabelledImages.Side, LabelledImages.Side, Caption(mistake))));
    }

    /// <summary>Such as "Shirt taken for Coat, 0.71".</summary>
    public static string Caption(Mistake mistake) =>
        $"{ClassNames.Of(mistake.True)} taken for {ClassNames.Of(mistake.Predicted)}, {mistake.Probability:F2}";

    private static object? Finite(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;

    private static string? TakenFor(Scores scores, int label)
    {
        var (other, count) = Enumerable.Range(0, ClassNames.Count).Where(predicted => predicted != label)
            .Select(predicted => (predicted, scores.Confusion[label, predicted])).MaxBy(pair => pair.Item2);
        return count == 0 ? null : $"{ClassNames.Of(other)} ({count})";
    }
}
