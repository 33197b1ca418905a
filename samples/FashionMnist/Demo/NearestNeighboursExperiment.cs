using Cairn.Client;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// The run behind the landmark "kNN": k is chosen on the validation images; the references are the training images that
/// every other model learns from, in both cases.
/// </summary>
internal sealed class NearestNeighboursExperiment(int threads) : IExperiment
{
    private static readonly int[] Choices = [1, 3, 5, 7, 9];

    public string Group => "k nearest neighbours";

    public int? Seed => null;

    public string JobType => "baseline";

    public IReadOnlyDictionary<string, object?> Hyperparameters => new Dictionary<string, object?>
    {
        ["model"] = "k nearest neighbours",
        ["distance"] = "euclidean",
        ["choicesOfK"] = Choices,
    };

    public ExperimentOutcome Execute(DemoData data, CairnRun run, IDemoScreen screen, CancellationToken ct)
    {
        Landmarks.SetToRun(run, Landmarks.NearestNeighbours, Landmarks.NearestNeighboursSource);
        var model = new NearestNeighbours(data.Training, new Gemm(threads));
        var queries = (double)data.Validation.Count + data.Test.Count;

        var nearest = Search(data.Validation, "validation", 0);
        var (chosen, best) = (0, (Scores?)null);
        foreach (var k in Choices)
        {
            var scores = Scores.Of(NearestNeighbours.Vote(nearest, k), data.Validation.Labels);
            run.Log(k, "by_k/val_accuracy", scores.Accuracy);
            Console.WriteLine($"k = {k}: val accuracy {scores.Accuracy:F4}");
            if (best is null || scores.Accuracy > best.Accuracy) (chosen, best) = (k, scores);
        }

        run.Step = 0;
        run.Config["k"] = chosen;
        run.Log(Landmarks.Validation, best!.Accuracy);
        var test = Scores.Of(
            NearestNeighbours.Vote(Search(data.Test, "test", data.Validation.Count), chosen), data.Test.Labels);
        return new ExperimentOutcome(best, test);

        byte[][] Search(ModelInput set, string name, int before)
        {
            var progress = new SynchronousProgress(
                done => screen.Update((before + done) / queries, $"{name} {done:N0}/{set.Count:N0}"));
            return model.Nearest(set.Images, Choices[^1], progress, ct);
        }
    }

    /// <summary><see cref="Progress{T}"/> would report from the pool, out of order.</summary>
    private sealed class SynchronousProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
