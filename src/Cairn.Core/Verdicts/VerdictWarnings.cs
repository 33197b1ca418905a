using System.Globalization;
using Cairn.Analysis.Statistics;
using Cairn.Analysis.Verdicts;
using Cairn.Core.Datasets;
using Cairn.Core.Landmarks;
using Cairn.Core.Runs;

namespace Cairn.Core.Verdicts;

/// <summary>The ways in which people fool themselves with a comparison, as far as what was logged shows them.</summary>
internal static class VerdictWarnings
{
    private const int ManyRuns = 5;
    private const double MuchLonger = 2;
    private const long ShortestCompared = 10_000; // milliseconds

    /// <summary>What stands against trusting a comparison of these two sides.</summary>
    /// <param name="subject">The side that is judged.</param>
    /// <param name="reference">The side it is judged against.</param>
    /// <param name="landmark">The landmark.</param>
    /// <param name="field">How the project's runs stand in this metric.</param>
    /// <param name="points">How many points the subject's series have at most.</param>
    /// <param name="uses">Data that the runs of both sides have used.</param>
    public static IReadOnlyList<VerdictWarning> Of(
        VerdictSide subject, VerdictSide reference, Landmark landmark, MetricField field, long points, IReadOnlyList<DatasetUse> uses)
    {
        var warnings = new List<VerdictWarning>();
        var nature = MetricNature.Of(landmark.Metric);
        if (nature.IsTraining)
        {
            warnings.Add(new("training-data",
                "This metric was measured on the training data: it tells how well the model remembers, not how it does on new data."));
        }

        var best = landmark.Aggregate == (landmark.HigherIsBetter ? LandmarkAggregate.Max : LandmarkAggregate.Min);
        if (nature.IsTest && best && points > 1)
        {
            warnings.Add(new("best-step",
                $"The best of {points} points on the test split was taken. Choosing the step by the test data makes it look better than it is."));
        }

        if (nature.IsTest && subject.Runs.Count == 1 && field.Runs >= ManyRuns && subject.Values[0] == field.Best(landmark.HigherIsBetter))
        {
            var luck = BestOfMany.ExpectedMaximum(field.Runs).ToString("0.0", CultureInfo.InvariantCulture);
            warnings.Add(new("best-of-many",
                $"This is the best of {field.Runs} runs on the test split. The best of so many equally good runs looks about " +
                $"{luck} standard deviations too good. Choose on a validation split, or run the chosen setting with new seeds."));
        }

        Data(subject, reference, uses, warnings);
        Code(subject, reference, warnings);
        Compute(subject, reference, warnings);
        var leaked = subject.Runs.Concat(reference.Runs).Select(RunFacts.Leaked).DefaultIfEmpty(0).Max();
        if (leaked > 0)
        {
            warnings.Add(new("leak",
                $"{leaked} test examples are in the training data too: scores on them measure memory. Remove them and measure again."));
        }

        var open = subject.Runs.Where(run => run.State != RunState.Finished).ToList();
        if (open.Count > 0)
        {
            var state = RunStates.Text(open[0].State);
            warnings.Add(new("unfinished", subject.Runs.Count == 1
                ? $"The run is {state}: its last value may not be its result."
                : $"{open.Count} of {subject.Runs.Count} runs did not finish ({open[0].Name} is {state})."));
        }

        return warnings;
    }

    private static void Data(VerdictSide subject, VerdictSide reference, IReadOnlyList<DatasetUse> uses, List<VerdictWarning> warnings)
    {
        var own = subject.Runs.Select(run => run.Id).ToHashSet();
        foreach (var name in uses.GroupBy(use => use.Dataset.Name))
        {
            var here = name.Where(use => own.Contains(use.Run)).Select(use => use.Dataset.Digest).ToHashSet();
            var there = name.Where(use => !own.Contains(use.Run)).Select(use => use.Dataset.Digest).ToHashSet();
            if (here.Count > 0 && there.Count > 0 && !here.SetEquals(there))
            {
                warnings.Add(Differs(name.Key, here.Order().First(), there.Order().First()));
                return;
            }
        }

        var versions = Both(subject, reference, RunFacts.DataVersion);
        if (versions is var (one, other))
            warnings.Add(Differs("the data", one, other));

        static VerdictWarning Differs(string name, string one, string other) => new("data-version",
            $"The two sides used different versions of {name} ({Short(one)} and {Short(other)}): part of the difference may be the data's.");
    }

    private static void Code(VerdictSide subject, VerdictSide reference, List<VerdictWarning> warnings)
    {
        if (Both(subject, reference, RunFacts.Commit) is var (one, other))
        {
            warnings.Add(new("code-version",
                $"The code differs (commits {Short(one)} and {Short(other)}). Make sure that the evaluation is the same in both."));
        }
        else if (reference.Runs.Count > 0 && subject.Runs.Concat(reference.Runs).Any(RunFacts.IsDirty))
        {
            warnings.Add(new("uncommitted",
                "Some of the code was not committed when it ran: the same commit does not mean the same evaluation."));
        }
    }

    private static void Compute(VerdictSide subject, VerdictSide reference, List<VerdictWarning> warnings)
    {
        if (reference.Runs.Count == 0 || reference.Runs.Any(run => run.JobType == "baseline"))
            return;
        var (here, there) = (subject.Runs.Average(Duration), reference.Runs.Average(Duration));
        if (Math.Min(here, there) > 0 && Math.Max(here, there) > ShortestCompared && Math.Max(here, there) / Math.Min(here, there) > MuchLonger)
        {
            var times = (Math.Max(here, there) / Math.Min(here, there)).ToString("0.0", CultureInfo.InvariantCulture);
            var hardware = Both(subject, reference, RunFacts.Hardware) is var (one, other) ? $", on other hardware ({one} and {other})" : "";
            warnings.Add(new("compute",
                $"The {(here > there ? "subject" : "landmark")} trained {times} times as long{hardware}: more compute alone may explain the difference."));
        }
    }

    private static double Duration(Run run) => Math.Max(0, (run.FinishedAt ?? run.HeartbeatAt) - run.StartedAt);

    private static (string One, string Other)? Both(VerdictSide subject, VerdictSide reference, Func<Run, string?> read)
    {
        var here = subject.Runs.Select(read).OfType<string>().ToHashSet();
        var there = reference.Runs.Select(read).OfType<string>().ToHashSet();
        return here.Count == 0 || there.Count == 0 || here.SetEquals(there)
            ? null
            : here.Except(there).Order().FirstOrDefault() is { } only
                ? (only, there.Order().First())
                : (here.Order().First(), there.Except(here).Order().First());
    }

    private static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;
}
