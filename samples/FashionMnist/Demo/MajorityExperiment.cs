using Cairn.Client;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Models;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// The run behind the landmark "majority". As the first run it also sets the constant landmarks and logs a few images.
/// </summary>
internal sealed class MajorityExperiment : IExperiment
{
    private const int ExamplesOfClass = 3;

    public string Group => "majority class";

    public int? Seed => null;

    public string JobType => "baseline";

    public IReadOnlyDictionary<string, object?> Hyperparameters =>
        new Dictionary<string, object?> { ["model"] = "majority class" };

    public ExperimentOutcome Execute(DemoData data, CairnRun run, IDemoScreen screen, CancellationToken ct)
    {
        Landmarks.SetConstants(run);
        Landmarks.SetToRun(run, Landmarks.Majority, Landmarks.MajoritySource);
        LogExamples(data.Stored.Training, run);
        var model = new MajorityClass(data.Training.Labels);
        Console.WriteLine($"names every image {ClassNames.Of(model.Winner)}");
        var validation = Scores.Of(model.Predict(data.Validation.Count), data.Validation.Labels);
        run.Log((Landmarks.Validation, validation.Accuracy), ("val/loss", validation.Loss));
        return new ExperimentOutcome(validation, Scores.Of(model.Predict(data.Test.Count), data.Test.Labels));
    }

    private static void LogExamples(LabelledImages images, CairnRun run) =>
        run.LogImages("data/examples", Enumerable.Range(0, ClassNames.Count).SelectMany(label =>
            Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == label).Take(ExamplesOfClass).Select(i =>
                MediaImage.FromGray(images.Image(i), LabelledImages.Side, LabelledImages.Side, ClassNames.Of(label)))));
}
