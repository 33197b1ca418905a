using Cairn.Client;

namespace Cairn.Samples.FashionMnist;

/// <summary>The landmarks that the demo sets, and where each of them comes from.</summary>
internal static class Landmarks
{
    /// <summary>The metrics that have landmarks; both are accuracies, parts of one.</summary>
    public const string Test = "test/accuracy", Validation = "val/accuracy";

    /// <summary>Guessing: one of ten classes, all equally frequent.</summary>
    public static readonly LandmarkValue Chance = new("chance", 0.1, "10 balanced classes");

    /// <summary>People; measured on test images only, so it is no landmark of validation.</summary>
    public static readonly LandmarkValue Human = new("human", 0.835,
        "Crowd-sourced, people without fashion expertise: 1,000 random test images, 3 labels each, majority vote. " +
        "Submitted by Leo to the benchmark table in the README of github.com/zalandoresearch/fashion-mnist");

    /// <summary>How many test images people were shown.</summary>
    private const int HumanExamples = 1_000;

    public const string Majority = "majority",
        MajoritySource = "Always names the most frequent class of the training images";

    public const string NearestNeighbours = "kNN",
        NearestNeighboursSource = "k nearest neighbours on the pixels, Euclidean, k chosen on validation";

    /// <summary>Sets those that are constants; <paramref name="run"/> only says which project.</summary>
    public static void SetConstants(CairnRun run)
    {
        run.SetLandmark(Landmark.Constant(Test, Chance.Name, Chance.Value, LandmarkDirection.Max, Chance.Source));
        run.SetLandmark(Landmark.Constant(Validation, Chance.Name, Chance.Value, LandmarkDirection.Max, Chance.Source));
        run.SetLandmark(Landmark.Constant(Test, Human.Name, Human.Value, LandmarkDirection.Max, Human.Source) with
        {
            Examples = HumanExamples,
        });
    }

    /// <summary>Makes <paramref name="run"/> itself a landmark of both metrics.</summary>
    public static void SetToRun(CairnRun run, string name, string source)
    {
        foreach (var metric in new[] { Test, Validation })
            run.SetLandmark(Landmark.ThisRun(metric, name, LandmarkDirection.Max, LandmarkAggregate.Last, source));
    }
}
