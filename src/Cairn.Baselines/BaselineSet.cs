using Cairn.Analysis.Baselines;
using Cairn.Baselines.Data;
using Cairn.Client;

namespace Cairn.Baselines;

/// <summary>Computes the standard baselines of a task, logs each as runs of a project and makes landmarks of them.</summary>
public static class BaselineSet
{
    /// <summary>The baselines there are, by name.</summary>
    public static IReadOnlyList<string> Names(bool classification) => [.. All(classification).Select(baseline => baseline.Name)];

    /// <summary>
    /// Trains and scores every baseline with its seeds. Each seed is a run of the project with its predictions; each
    /// baseline is a landmark of accuracy, or of mean absolute and root mean squared error.
    /// </summary>
    /// <param name="project">The project, <c>team/name</c>.</param>
    /// <param name="split">The data.</param>
    /// <param name="options">What and where.</param>
    /// <param name="tell">Told of each baseline as it is done.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="CairnException">The server refused a landmark or could not be reached.</exception>
    public static async Task<IReadOnlyList<BaselineResult>> RunAsync(
        string project, LabelledSplit split, BaselineOptions options, Action<BaselineResult>? tell = null,
        CancellationToken cancellationToken = default)
    {
        var leaked = Duplicates.Count(split.Train, split.Test);
        var facts = new Dictionary<string, object?>
        {
            ["name"] = options.DataName,
            ["digest"] = Duplicates.Digest(split.Train)[..16] + Duplicates.Digest(split.Test)[..16],
            ["train"] = split.Train.Count,
            [options.Split] = split.Test.Count,
            ["features"] = split.Train.Width,
            ["classes"] = split.Classes.Count > 0 ? split.Classes.Count : null,
        };
        var results = new List<BaselineResult>();
        using var server = new CairnProject(project, options.Server);
        foreach (var baseline in All(split.Train.IsClassification))
        {
            if (options.Only.Count > 0 && !options.Only.Contains(baseline.Name))
                continue;
            var done = await RunAsync(server, baseline, project, split, options, facts, leaked, cancellationToken).ConfigureAwait(false);
            results.AddRange(done);
            foreach (var result in done)
                tell?.Invoke(result);
        }

        return results;
    }

    private static async Task<IReadOnlyList<BaselineResult>> RunAsync(
        CairnProject server, IBaseline baseline, string project, LabelledSplit split, BaselineOptions options,
        Dictionary<string, object?> facts, int leaked, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var values = new Dictionary<string, List<double>>();
        var used = baseline is BoostedTrees boosted ? boosted.Used(split.Train) : split.Train.Count;

        // Other data is another group: its runs must not count as further seeds.
        var group = $"baseline {baseline.Name} {facts["digest"]!.ToString()![..6]}";
        for (var seed = 1; seed <= (baseline.IsSeeded ? Math.Max(2, options.Seeds) : 1); seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var run = CairnRun.Start(project, new RunOptions
            {
                // The same data and seed are the same run: computing them again adds nothing.
                Uid = $"baseline-{baseline.Name.Replace(' ', '-')}-{facts["digest"]}-{seed}".ToLowerInvariant(),
                Name = baseline.IsSeeded ? $"{baseline.Name} seed {seed}" : baseline.Name,
                Group = group,
                JobType = "baseline",
                Tags = ["baseline"],
                Config = new Dictionary<string, object?>
                {
                    ["model"] = baseline.Name, ["seed"] = baseline.IsSeeded ? seed : null, ["settings"] = baseline.Settings, ["data"] = facts,
                    ["trainedOn"] = used,
                },
                Server = options.Server,
                SpoolDirectory = options.SpoolDirectory,
                CaptureConsole = false,
                SystemMetrics = false,
                Quiet = true,
            });
            await using (run.ConfigureAwait(false))
            {
                var answers = await Task.Run(() => baseline.Predict(split.Train, split.Test, seed, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
                foreach (var (metric, value) in Score(split, answers))
                {
                    var key = $"{options.Split}/{metric}";
                    (values.TryGetValue(key, out var list) ? list : values[key] = []).Add(value);
                    run.Log(0, (key, value));
                    run.Summary[key] = value;
                }

                run.Summary[$"{options.Split}/n"] = split.Test.Count;
                run.Summary["data/leaked"] = leaked;
                LogPredictions(run, split, answers, options.Split);
                await run.FinishAsync().ConfigureAwait(false);
            }
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        foreach (var key in values.Keys.Where(key => !key.EndsWith("loss", StringComparison.Ordinal)))
        {
            await server.SetLandmarkAsync(
                Landmark.ForGroup(
                    key, baseline.Name, group, split.Train.IsClassification ? LandmarkDirection.Max : LandmarkDirection.Min,
                    source: Source(baseline, used, split)),
                cancellationToken).ConfigureAwait(false);
        }

        return [.. values.Where(pair => !pair.Key.EndsWith("loss", StringComparison.Ordinal))
            .Select(pair => new BaselineResult(baseline.Name, pair.Key, pair.Value, used, seconds))];
    }

    private static IEnumerable<(string Metric, double Value)> Score(LabelledSplit split, double[] answers)
    {
        if (!split.Test.IsClassification)
        {
            yield return ("mae", BaselineScores.MeanAbsoluteError(split.Test, answers));
            yield return ("rmse", BaselineScores.RootMeanSquaredError(split.Test, answers));
            yield break;
        }

        yield return ("accuracy", BaselineScores.Accuracy(split.Test, answers));

        // Guesses and votes give some true classes probability 0, and then the mean says nothing.
        if (BaselineScores.LogLoss(split.Test, answers) is var loss && double.IsFinite(loss))
            yield return ("loss", loss);
    }

    private static void LogPredictions(CairnRun run, LabelledSplit split, double[] answers, string name)
    {
        if (split.Test.IsClassification)
        {
            run.LogPredictions(
                $"{name}/predictions",
                [.. split.Test.Targets.Select(target => split.Classes[(int)target])],
                [.. BaselineScores.Classes(answers, split.Classes.Count).Select(answer => split.Classes[answer])]);
        }
        else
        {
            run.LogPredictions($"{name}/predictions", split.Test.Targets, answers);
        }
    }

    private static string Source(IBaseline baseline, int used, LabelledSplit split)
    {
        var settings = string.Join(", ", baseline.Settings.Select(pair => $"{pair.Key} {pair.Value}"));
        return $"cairn baselines: {baseline.Name}{(settings.Length > 0 ? $" ({settings})" : "")}, learnt from {used:N0} examples"
            + (used < split.Train.Count ? $" of {split.Train.Count:N0} drawn by lot" : "");
    }

    private static IReadOnlyList<IBaseline> All(bool classification) =>
        [new RandomGuess(), new PriorGuess(classification), new NearestNeighbours(), new DecisionTree(), new BoostedTrees()];
}
