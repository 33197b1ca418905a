using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Training;

namespace Cairn.Samples.FashionMnist;

/// <summary>A model that learns by gradients with all its hyperparameters, the seed excepted.</summary>
/// <param name="Group">Model and hyperparameters in a few words.</param>
/// <param name="Plan">Epochs, batch size and learning rates.</param>
/// <param name="NewModel">Makes an untrained model; the generator draws its first weights.</param>
/// <param name="NewOptimizer">Makes the optimiser.</param>
/// <param name="Specific">Hyperparameters beyond those of the plan, by name.</param>
internal sealed record GradientSetting(
    string Group, TrainingPlan Plan, Func<Random, IGradientModel> NewModel, Func<IOptimizer> NewOptimizer,
    IReadOnlyDictionary<string, object?> Specific)
{
    /// <summary>All hyperparameters by name.</summary>
    public IReadOnlyDictionary<string, object?> Describe() => new Dictionary<string, object?>(Specific)
    {
        ["epochs"] = Plan.Epochs,
        ["batchSize"] = Plan.BatchSize,
        ["learningRate"] = Plan.LearningRate.Peak,
        ["schedule"] = "warm-up, then half a cosine",
        ["warmUp"] = Plan.LearningRate.WarmUp,
    };
}
