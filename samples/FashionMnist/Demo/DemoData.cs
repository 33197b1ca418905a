using Cairn.Samples.FashionMnist.Data;

namespace Cairn.Samples.FashionMnist;

/// <summary>The data set as stored and as the models read it, prepared once for all runs.</summary>
internal sealed class DemoData
{
    public DemoData(Dataset stored)
    {
        Stored = stored;
        Scaling = PixelScaling.Measure(stored.Training);
        Training = ModelInput.From(stored.Training, Scaling);
        Validation = ModelInput.From(stored.Validation, Scaling);
        Test = ModelInput.From(stored.Test, Scaling);
    }

    public Dataset Stored { get; }

    public PixelScaling Scaling { get; }

    public ModelInput Training { get; }

    public ModelInput Validation { get; }

    public ModelInput Test { get; }

    /// <summary>What a run's config says about its data: enough to tell whether two runs saw the same images.</summary>
    public IReadOnlyDictionary<string, object?> Describe() => new Dictionary<string, object?>
    {
        ["name"] = "Fashion-MNIST",
        ["source"] = Stored.Source,
        ["folder"] = Stored.Folder,
        ["digest"] = Stored.Digest,
        ["training"] = Training.Count,
        ["validation"] = Validation.Count,
        ["test"] = Test.Count,
        ["splitSeed"] = Dataset.SplitSeed,
        ["pixelMean"] = Scaling.Mean,
        ["pixelDeviation"] = Scaling.Deviation,
    };
}
