using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Cairn.Samples.FashionMnist.Training;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// Which runs a demo consists of, and in which order: simple models first, as the others are measured by them.
/// </summary>
internal static class Experiments
{
    private const float WeightDecay = 0.01f;
    private const double Dropout = 0.2;
    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly int[][] HiddenSizes = [[128], [256, 128]];
    private static readonly double[] LearningRates = [0.001, 0.003];

    /// <summary>
    /// Everything for <paramref name="trainingImages"/> images. With few of them an epoch is short, so there are more
    /// epochs and smaller batches.
    /// </summary>
    public static IReadOnlyList<IExperiment> All(int trainingImages, bool quick, int threads)
    {
        var (epochs, batch) = (quick, trainingImages < 20_000) switch
        {
            (true, true) => (10, 64),
            (true, false) => (3, 128),
            (false, true) => (25, 64),
            (false, false) => (12, 128),
        };
        var hiddenSizes = quick ? HiddenSizes[..1] : HiddenSizes;
        var rates = quick ? LearningRates[..1] : LearningRates;

        var settings = new List<GradientSetting> { Softmax(epochs, batch, threads) };
        settings.AddRange(
            hiddenSizes.SelectMany(hidden => rates.Select(rate => Perceptron(hidden, rate, epochs, batch, threads))));
        return
        [
            new MajorityExperiment(),
            new NearestNeighboursExperiment(threads),
            .. settings.SelectMany(setting => Seeds.Select(seed => new GradientExperiment(setting, seed))),
        ];
    }

    private static GradientSetting Softmax(int epochs, int batch, int threads)
    {
        const double rate = 0.03;
        const float decay = 0.0001f;
        return new GradientSetting(
            "softmax regression",
            new TrainingPlan(epochs, batch, new LearningRateSchedule(rate)),
            _ => new SoftmaxRegression(new Gemm(threads)),
            () => new MomentumSgd(momentum: 0, decay),
            new Dictionary<string, object?>
            {
                ["model"] = "softmax regression",
                ["optimizer"] = "sgd",
                ["weightDecay"] = decay,
            });
    }

    private static GradientSetting Perceptron(int[] hidden, double rate, int epochs, int batch, int threads) => new(
        $"mlp {string.Join('-', hidden)} lr {rate}",
        new TrainingPlan(epochs, batch, new LearningRateSchedule(rate)),
        random => new MultilayerPerceptron(hidden, Dropout, new Gemm(threads), random),
        () => new Adam(WeightDecay),
        new Dictionary<string, object?>
        {
            ["model"] = "multilayer perceptron",
            ["hidden"] = hidden,
            ["dropout"] = Dropout,
            ["optimizer"] = "adam",
            ["weightDecay"] = WeightDecay,
        });
}
