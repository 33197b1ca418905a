using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Cairn.Samples.FashionMnist.Training;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Training;

public sealed class TrainerTests
{
    private static readonly TrainingPlan Short = new(2, 50, new LearningRateSchedule(0.002));

    [Fact]
    public void The_same_seed_gives_the_same_losses_to_the_last_bit_on_any_number_of_threads()
    {
        var first = Losses(seed: 1, threads: 1);
        Assert.Equal(first, Losses(seed: 1, threads: 1));
        Assert.Equal(first, Losses(seed: 1, threads: 3));
        Assert.NotEqual(first, Losses(seed: 2, threads: 1));
    }

    [Fact]
    public void Steps_epochs_and_rates_are_reported_as_planned()
    {
        var (steps, epochs) = (new List<StepReport>(), new List<EpochReport>());
        var data = Samples.Training(520);
        NewTrainer(Short, new Random(1), 1).Train(
            data, data, new Random(1), steps.Add, epochs.Add, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 20), steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal(Short.LearningRate.At(step.Step, 20), step.LearningRate));
        Assert.Equal([(1, 9), (2, 19)], epochs.Select(epoch => (epoch.Epoch, epoch.Step)));
        Assert.Equal(steps.Take(10).Average(step => step.Loss), epochs[0].TrainLoss, 1e-12);
    }

    [Fact]
    public void The_model_is_left_as_it_was_after_its_best_epoch()
    {
        var (training, validation) = Sets();
        var random = new Random(5);
        var model = new MultilayerPerceptron([16], 0, new Gemm(1), random);
        var epochs = new List<EpochReport>();
        // The rate grows until it is far too high, so that the last epochs undo what the first ones learned.
        var trainer = new Trainer(
            model, new Adam(0), new TrainingPlan(8, 20, new LearningRateSchedule(0.5, WarmUp: 1)), TimeProvider.System);
        var best = trainer.Train(
            training, validation, random, _ => { }, epochs.Add, TestContext.Current.CancellationToken);
        Assert.Equal(epochs.MaxBy(epoch => epoch.ValidationAccuracy), best);
        Assert.NotEqual(epochs[^1].ValidationAccuracy, best.ValidationAccuracy);
        var kept = Scores.Of(Prediction.InBlocks(model, validation.Images), validation.Labels);
        Assert.Equal(best.ValidationAccuracy, kept.Accuracy);
    }

    [Fact]
    public void Stops_between_two_steps_when_asked_to()
    {
        using var stop = new CancellationTokenSource();
        var (data, steps) = (Samples.Training(500), 0);
        Assert.Throws<OperationCanceledException>(
            () => NewTrainer(Short, new Random(1), 1).Train(data, data, new Random(1), _ =>
        {
            if (++steps == 3) stop.Cancel();
        }, _ => { }, stop.Token));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void A_perceptron_learns_the_sample_in_seconds()
    {
        var sample = Dataset.LoadSample();
        var scaling = PixelScaling.Measure(sample.Training);
        var (training, validation) = (
            ModelInput.From(sample.Training, scaling), ModelInput.From(sample.Validation, scaling));
        var random = new Random(1);
        var model = new MultilayerPerceptron([64], 0.1, new Gemm(2), random);
        var plan = new TrainingPlan(5, 64, new LearningRateSchedule(0.003));
        new Trainer(model, new Adam(0.01f), plan, TimeProvider.System)
            .Train(training, validation, random, _ => { }, _ => { }, TestContext.Current.CancellationToken);
        var test = ModelInput.From(sample.Test, scaling);
        Assert.InRange(Scores.Of(Prediction.InBlocks(model, test.Images), test.Labels).Accuracy, 0.80, 0.95);
    }

    private static List<double> Losses(int seed, int threads)
    {
        var losses = new List<double>();
        var (data, random) = (Samples.Training(500), new Random(seed));
        NewTrainer(Short, random, threads).Train(
            data, data, random, step => losses.Add(step.Loss), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(20, losses.Count);
        return losses;
    }

    private static Trainer NewTrainer(TrainingPlan plan, Random random, int threads) => new(
        new MultilayerPerceptron([128, 64], 0.2, new Gemm(threads), random),
        new Adam(0.01f), plan, TimeProvider.System);

    private static (ModelInput Training, ModelInput Validation) Sets()
    {
        var all = Samples.Training(600);
        return (
            new ModelInput(all.Images.CopyRows(0, 400), all.Labels[..400]),
            new ModelInput(all.Images.CopyRows(400, 200), all.Labels[400..]));
    }
}
