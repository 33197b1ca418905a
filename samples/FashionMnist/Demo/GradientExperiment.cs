using Cairn.Client;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Training;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// A run that trains by gradients, whatever the model: logs every step and epoch, keeps the best epoch.
/// </summary>
internal sealed class GradientExperiment(GradientSetting setting, int seed) : IExperiment
{
    public string Group => setting.Group;

    public int? Seed => seed;

    public string JobType => "train";

    public IReadOnlyDictionary<string, object?> Hyperparameters => setting.Describe();

    public ExperimentOutcome Execute(DemoData data, CairnRun run, IDemoScreen screen, CancellationToken ct)
    {
        var random = new Random(seed);
        var model = setting.NewModel(random);
        run.Config["parameters"] = model.Parameters.Sum(p => p.Value.Values.Length);
        var latest = "";
        var trainer = new Trainer(model, setting.NewOptimizer(), setting.Plan, TimeProvider.System);
        var selected = trainer.Train(data.Training, data.Validation, random, OnStep, OnEpoch, ct);

        run.Summary["selected/epoch"] = selected.Epoch;
        run.Summary["selected/val_accuracy"] = selected.ValidationAccuracy;
        Console.WriteLine($"selected epoch {selected.Epoch}");
        return new ExperimentOutcome(
            Scores.Of(Prediction.InBlocks(model, data.Validation.Images), data.Validation.Labels),
            Scores.Of(Prediction.InBlocks(model, data.Test.Images), data.Test.Labels));

        void OnStep(StepReport step)
        {
            run.Log(step.Step, ("train/loss", step.Loss), ("train/learning_rate", step.LearningRate));
            if (step.Step % 10 == 0)
            {
                var figures = $"epoch {step.Epoch}/{setting.Plan.Epochs} loss {step.Loss:F3}{latest}";
                screen.Update((step.Step + 1) / (double)step.Steps, figures);
            }
        }

        void OnEpoch(EpochReport epoch)
        {
            latest = $" val {epoch.ValidationAccuracy:F4}";
            run.Log(epoch.Step,
                ("epoch", epoch.Epoch), ("train/epoch_loss", epoch.TrainLoss), ("train/accuracy", epoch.TrainAccuracy),
                ("val/loss", epoch.ValidationLoss), (Landmarks.Validation, epoch.ValidationAccuracy),
                ("images_per_second", epoch.ImagesPerSecond));
            foreach (var parameter in model.Parameters.Where(p => p.Decays))
                run.LogHistogram(parameter.Name, parameter.Value.Values);
            Console.WriteLine(
                $"  epoch {epoch.Epoch,2}/{setting.Plan.Epochs}  loss {epoch.TrainLoss:F4}  train {epoch.TrainAccuracy:F4}  " +
                $"val {epoch.ValidationAccuracy:F4}  {epoch.ImagesPerSecond:N0} images/s");
        }
    }
}
