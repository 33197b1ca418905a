using Cairn.Samples.FashionMnist.Data;

namespace Cairn.Samples.FashionMnist;

/// <summary>Draws together what the finished runs say: seeds into groups, groups next to landmarks.</summary>
internal static class Conclusions
{
    /// <summary>
    /// Throws <see cref="InvalidOperationException"/> unless both baselines and at least one other model ran.
    /// </summary>
    public static DemoResult Draw(Dataset data, IReadOnlyList<FinishedRun> runs, TimeSpan elapsed)
    {
        ModelRow[] models = [.. runs.GroupBy(run => run.Experiment.Group).Select(group => new ModelRow(
            group.Key,
            Spread.Of([.. group.Select(run => run.Outcome.Validation.Accuracy)]),
            Spread.Of([.. group.Select(run => run.Outcome.Test.Accuracy)]),
            [.. group.Select(run => run.Url)]))];
        LandmarkValue[] landmarks =
        [
            Landmarks.Chance,
            .. Measured<MajorityExperiment>(runs, Landmarks.Majority, Landmarks.MajoritySource),
            .. Measured<NearestNeighboursExperiment>(runs, Landmarks.NearestNeighbours, Landmarks.NearestNeighboursSource),
            Landmarks.Human,
        ];
        // The test images must not choose: what wins on them by luck would look better than it is.
        var chosen = models.MaxBy(model => model.Validation.Mean)!;
        return new DemoResult(
            data.Source, data.Test.Count, models, landmarks, chosen, Verdict(chosen, data.Test.Count),
            runs.Count(run => run.LeftIn is not null), runs.FirstOrDefault(run => run.LeftIn is not null)?.LeftIn, elapsed);
    }

    /// <summary>
    /// Says by how many points the chosen model is above or below people, and on what that rests. It claims no
    /// significance: three seeds tell how much training varies, not how the model does on other images.
    /// </summary>
    private static string Verdict(ModelRow chosen, int testImages)
    {
        var points = 100 * (chosen.Test.Mean - Landmarks.Human.Value);
        var seeds = chosen.Test.Deviation is { } deviation
            ? $"{chosen.Test.Count} seeds, std {100 * deviation:F1}"
            : "1 run";
        return $"{chosen.Name}, chosen by validation, is {(points < 0 ? "below" : "above")} human by {Math.Abs(points):F1} points " +
            $"on {testImages:N0} test images ({seeds}).";
    }

    // A demo of one run alone has no runs to measure others by.
    private static IEnumerable<LandmarkValue> Measured<T>(IEnumerable<FinishedRun> runs, string name, string source)
        where T : IExperiment =>
        runs.Where(run => run.Experiment is T).Take(1).Select(run => new LandmarkValue(name, run.Outcome.Test.Accuracy, source));
}
