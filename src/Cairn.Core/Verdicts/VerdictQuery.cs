using Cairn.Analysis.Statistics;
using Cairn.Analysis.Verdicts;
using Cairn.Core.Access;
using Cairn.Core.Datasets;
using Cairn.Core.Landmarks;
using Cairn.Core.Predictions;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Series;

namespace Cairn.Core.Verdicts;

/// <summary>Gathers what is known of runs, groups and landmarks and judges the ones against the others.</summary>
public sealed class VerdictQuery(
    LandmarkStore landmarks, LandmarkQuery numbers, RunStore runs, RunIndex index, SeriesStore series, PredictionQuery predictions,
    DatasetStore datasets)
{
    /// <summary>Most runs that are judged in one call.</summary>
    public const int MostRuns = 1000;

    /// <summary>
    /// A run against the landmarks of the metrics it has; and, where it is one of several runs of a group, the group
    /// against them.
    /// </summary>
    public Outcome<IReadOnlyList<Verdict>> OfRun(Caller caller, Run run, VerdictOptions options)
    {
        if (options.Check() is { } refusal)
            return refusal;
        var work = Begin(caller, run.ProjectId, options, warn: true);
        var verdicts = Judged(work, [[run]], null, options);
        if (run.Group is { } group && work.Members(group) is { Count: >= 2 } members)
            verdicts.AddRange(Judged(work, [members], group, options));
        return verdicts;
    }

    /// <summary>The runs of a group together against the landmarks of the metrics they have.</summary>
    public Outcome<IReadOnlyList<Verdict>> OfGroup(Caller caller, long project, string group, VerdictOptions options)
    {
        if (options.Check() is { } refusal)
            return refusal;
        var work = Begin(caller, project, options, warn: true);
        var members = work.Members(group);
        if (members.Count == 0)
            return Refusal.NotFound($"There is no run in a group '{group}'.", "Runs name their group when they start.");
        return Judged(work, [members], group, options);
    }

    /// <summary>
    /// Many runs of a project each against the landmarks, for a table: without warnings, corrected together for each
    /// metric. Ids that are no run of the project are passed over.
    /// </summary>
    public Outcome<IReadOnlyList<Verdict>> OfRuns(Caller caller, long project, IReadOnlyList<long> ids, VerdictOptions options)
    {
        if (options.Check() is { } refusal)
            return refusal;
        if (ids.Count > MostRuns)
            return Refusal.Invalid("runs", $"{ids.Count} runs are too many at once.", $"{MostRuns}", "Ask for a page of them.");
        var subjects = runs.Find(caller, ids).Where(run => run.ProjectId == project).Select(run => (IReadOnlyList<Run>)[run]);
        return Judged(Begin(caller, project, options, warn: false), [.. subjects], null, options);
    }

    private List<Verdict> Judged(
        VerdictWork work, IReadOnlyList<IReadOnlyList<Run>> subjects, string? group, VerdictOptions options)
    {
        var verdicts = new List<Verdict>();
        foreach (var metric in work.Landmarks.GroupBy(landmark => landmark.Metric))
        {
            var family = new List<Verdict>();
            foreach (var landmark in metric)
            {
                foreach (var subject in subjects)
                {
                    if (Judged(work, subject, group, landmark, options) is { } verdict)
                        family.Add(verdict);
                }
            }

            var tested = family.Count(verdict => verdict.Finding.PValue is not null);
            var comparisons = Math.Max(tested, options.Comparisons);
            if (options.Together && tested > 0 && comparisons > 1)
            {
                var together = Judge.Together([.. family.Select(verdict => verdict.Finding)], options.Confidence, comparisons);
                for (var i = 0; i < family.Count; i++)
                    family[i] = family[i] with { Finding = together[i], Comparisons = comparisons };
            }

            verdicts.AddRange(family);
        }

        return verdicts;
    }

    private Verdict? Judged(VerdictWork work, IReadOnlyList<Run> runs, string? group, Landmark landmark, VerdictOptions options)
    {
        var subject = work.Side(runs, landmark);
        if (subject.Runs.Count == 0 || work.Reference(landmark) is not { } whole)
            return null;
        var (reference, itself) = work.Without(whole, subject, landmark);
        var moments = Sample.Of([.. reference.Values]);
        var own = Sample.Of([.. subject.Values]);
        var nature = MetricNature.Of(landmark.Metric);
        var question = new Question
        {
            Confidence = options.Confidence,
            Margin = options.Margin,
            HigherIsBetter = landmark.HigherIsBetter,
            ShareScale = nature.Scale([.. subject.Values, .. reference.Values]),
        };
        var finding = itself
            ? new Finding { Word = VerdictWord.Itself, Method = TestMethod.None, Difference = 0 }
            : Paired(work, subject, reference, nature, question) ?? Judge.Compare(subject.ToEvidence(), reference.ToEvidence(), question);
        return new Verdict
        {
            Subject = new VerdictSubject(
                group is null ? subject.Runs[0].Id : null, group, group ?? subject.Runs[0].Name, own.Mean, own.Count, Known(own.Deviation)),
            Against = new ResolvedLandmark(landmark, moments.Mean, reference.Runs.Count, Known(moments.Deviation)),
            Finding = finding,
            Confidence = options.Confidence,
            ShareScale = question.ShareScale,
            Examples = subject.Examples,
            Warnings = work.Warn && !itself ? Warnings(work, subject, reference, landmark) : [],
        };
    }

    private IReadOnlyList<VerdictWarning> Warnings(VerdictWork work, VerdictSide subject, VerdictSide reference, Landmark landmark)
    {
        var points = subject.Runs.Max(run => series.Summary(run.Id, landmark.Metric)?.Count ?? 0);
        var uses = reference.Runs.Count == 0
            ? []
            : datasets.OfRuns(work.Caller, [.. subject.Runs.Concat(reference.Runs).Select(run => run.Id)]);
        return VerdictWarnings.Of(subject, reference, landmark, work.Field(landmark.Metric), points, uses);
    }

    /// <summary>The paired test, where one run (or several that never vary) stands against another and both have logged predictions of the same examples.</summary>
    private Finding? Paired(VerdictWork work, VerdictSide subject, VerdictSide reference, MetricNature nature, Question question)
    {
        var absolute = nature.Leaf is "mae" or "mean_absolute_error";
        var squared = nature.Leaf is "mse" or "mean_squared_error";
        if (!IsOne(subject) || !IsOne(reference) || !(nature.Counts || absolute || squared))
            return null;
        if (predictions.Latest(work.Caller, subject.Runs[0].Id, nature.Split) is not { } one
            || predictions.Latest(work.Caller, reference.Runs[0].Id, nature.Split) is not { } other
            || one.PlacesIn(other) is not { } places)
        {
            return null;
        }

        if (nature.Counts)
        {
            var (right, otherRight) = (one.Right(), other.Right());
            return Agrees(right, subject.Values[0]) && Agrees(otherRight, reference.Values[0])
                ? Judge.ComparePaired(right, [.. places.Select(place => otherRight[place])], nature.CountsErrors, question)
                : null;
        }

        if (one.Count < 2 || one.AbsoluteErrors() is not { } errors || other.AbsoluteErrors() is not { } otherErrors)
            return null;
        double Of(double error) => squared ? error * error : error;
        return Judge.ComparePaired([.. errors.Select(Of)], [.. places.Select(place => Of(otherErrors[place]))], question);

        // Predictions that do not give the logged number, such as those of another epoch, must not stand for it.
        bool Agrees(bool[] right, double value)
        {
            var share = right.Count(hit => hit) / (double)right.Length;
            return Math.Abs((nature.CountsErrors ? 1 - share : share) - (value / (question.ShareScale ?? 1))) <= (0.5 / right.Length) + 1e-6;
        }
    }

    private VerdictWork Begin(Caller caller, long project, VerdictOptions options, bool warn) => new(caller, project, numbers, index)
    {
        Landmarks = [.. landmarks.List(caller, project).Where(landmark =>
            (options.Metric is null || landmark.Metric == options.Metric) && (options.Landmark is null || landmark.Name == options.Landmark))],
        LandmarkRun = id => runs.Find(caller, id) is { DeletedAt: null } run && run.ProjectId == project ? run : null,
        Warn = warn,
    };

    // Runs that all have the same value count as one.
    private static bool IsOne(VerdictSide side) => side.Runs.Count > 0 && side.Values.Distinct().Take(2).Count() == 1;

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
