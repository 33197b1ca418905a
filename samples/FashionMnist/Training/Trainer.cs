using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// Trains a model by mini-batches in an order shuffled anew each epoch, and leaves it with the parameters of the epoch
/// that did best on the validation images (the first of equals). The test images are not known here.
/// </summary>
internal sealed class Trainer(IGradientModel model, IOptimizer optimizer, TrainingPlan plan, TimeProvider time)
{
    /// <summary>
    /// Runs the plan and returns the report of the selected epoch. Images left over after the last full batch of an
    /// epoch are skipped in it. Throws <see cref="OperationCanceledException"/> between two steps.
    /// </summary>
    public EpochReport Train(
        ModelInput training, ModelInput validation, Random random,
        Action<StepReport> onStep, Action<EpochReport> onEpoch, CancellationToken ct)
    {
        var batch = Math.Min(plan.BatchSize, training.Count);
        var perEpoch = training.Count / batch;
        var (images, labels) = (new Matrix(batch, training.Images.Columns), new byte[batch]);
        var order = Enumerable.Range(0, training.Count).ToArray();
        var best = (Report: (EpochReport?)null, Parameters: Array.Empty<Matrix>());
        for (var epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            var started = time.GetTimestamp();
            random.Shuffle(order);
            var (loss, right) = (0.0, 0);
            for (var i = 0; i < perEpoch; i++)
            {
                ct.ThrowIfCancellationRequested();
                Gather(training, order.AsSpan(i * batch, batch), images, labels);
                var step = (epoch - 1) * perEpoch + i;
                var rate = plan.LearningRate.At(step, plan.Epochs * perEpoch);
                var result = model.Differentiate(images, labels);
                optimizer.Step(model.Parameters, (float)rate);
                loss += result.Mean;
                right += result.Right;
                onStep(new StepReport(step, plan.Epochs * perEpoch, epoch, result.Mean, rate));
            }

            var seconds = time.GetElapsedTime(started).TotalSeconds;
            var score = Scores.Of(Prediction.InBlocks(model, validation.Images), validation.Labels);
            var seen = (double)perEpoch * batch;
            var report = new EpochReport(
                epoch, epoch * perEpoch - 1, loss / perEpoch, right / seen, score.Loss, score.Accuracy, seen / seconds);
            if (best.Report is null || report.ValidationAccuracy > best.Report.ValidationAccuracy)
                best = (report, [.. model.Parameters.Select(p => p.Value.Copy())]);
            onEpoch(report);
        }

        foreach (var (parameter, value) in model.Parameters.Zip(best.Parameters)) parameter.Value.CopyFrom(value);
        return best.Report ?? throw new InvalidOperationException("A plan needs at least one epoch.");
    }

    private static void Gather(ModelInput source, ReadOnlySpan<int> picked, Matrix images, byte[] labels)
    {
        for (var i = 0; i < picked.Length; i++)
        {
            source.Images.Row(picked[i]).CopyTo(images.Row(i));
            labels[i] = source.Labels[picked[i]];
        }
    }
}
