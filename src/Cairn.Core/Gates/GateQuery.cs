using Cairn.Analysis.Verdicts;
using Cairn.Core.Access;
using Cairn.Core.Landmarks;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Core.Verdicts;

namespace Cairn.Core.Gates;

/// <summary>Holds a gate's rules against a run or a group and keeps what came of it.</summary>
public sealed class GateQuery(
    GateStore store, VerdictQuery verdicts, LandmarkStore landmarks, LandmarkQuery numbers, MetricQuery metrics, TimeProvider time)
{
    /// <summary>
    /// Checks every rule and keeps the result. A rule that can't be checked at all, such as one of an unknown landmark, is
    /// refused and nothing is kept; a metric that is missing fails its rule.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="project">The project.</param>
    /// <param name="yaml">The file of rules.</param>
    /// <param name="run">The run; null for a group.</param>
    /// <param name="group">The group; null for a run.</param>
    /// <param name="commit">The commit that the gate is held for; else that of the runs, where they agree.</param>
    /// <param name="cancellationToken">Stops before the result is kept.</param>
    public async Task<Outcome<GateResult>> HoldAsync(
        Caller caller, long project, string yaml, Run? run, string? group, string? commit, CancellationToken cancellationToken = default)
    {
        if (!GateReader.Read(yaml).Try(out var definition, out var refusal))
            return refusal;
        var runs = run is not null ? [run] : numbers.Members(caller, project, group!);
        if (runs.Count == 0)
            return Refusal.NotFound($"There is no run in a group '{group}'.", "Runs name their group when they start.");
        var checks = new List<GateCheck>();
        var warnings = new List<string>();
        var known = landmarks.List(caller, project);
        foreach (var rule in definition.Rules)
        {
            Outcome<GateCheck> outcome = rule.Landmark is null
                ? Bounds(caller, runs, rule)
                : Against(caller, project, run, group, rule, known, warnings);
            if (!outcome.Try(out var check, out refusal))
                return refusal;
            checks.Add(check);
        }

        var commits = runs.Select(RunFacts.Commit).Distinct().ToList();
        return await store.AddAsync(
            caller,
            new GateResult
            {
                Name = definition.Name,
                ProjectId = project,
                Run = run?.Id,
                Group = run is null ? group : null,
                Commit = commit ?? (commits is [{ } only] ? only : null),
                CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Checks = checks,
                Warnings = [.. warnings.Distinct()],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Outcome<GateCheck> Against(
        Caller caller, long project, Run? run, string? group, GateRule rule, IReadOnlyList<Landmark> known, List<string> warnings)
    {
        if (known.FirstOrDefault(one => one.Metric == rule.Metric && one.Name == rule.Landmark) is not { } landmark)
        {
            var names = known.Where(one => one.Metric == rule.Metric).Select(one => one.Name).ToList();
            return Refusal.Invalid(
                "rules", $"Line {rule.Line}: {rule.Metric} has no landmark '{rule.Landmark}'.",
                remedy: names.Count > 0
                    ? $"It has {string.Join(", ", names)}."
                    : "Set it first: cairn landmark set PROJECT METRIC NAME VALUE.");
        }

        if (rule.HigherIsBetter is { } higher && higher != landmark.HigherIsBetter)
        {
            return Refusal.Invalid(
                "rules", $"Line {rule.Line}: the rule says that {(higher ? "higher" : "lower")} is better, the landmark '{landmark.Name}' says the opposite.",
                remedy: "Correct the direction of one of them.");
        }

        var options = new VerdictOptions
        {
            Metric = rule.Metric, Landmark = rule.Landmark, Confidence = rule.Confidence, Margin = rule.Margin, Together = false,
        };
        var answer = run is not null ? verdicts.OfRun(caller, run, options) : verdicts.OfGroup(caller, project, group!, options);
        if (!answer.Try(out var found, out var refusal))
            return refusal;
        var verdict = found.FirstOrDefault(one => run is null || one.Subject.Run is not null);
        if (verdict is null)
            return new GateCheck(rule.Title, rule.Line, false, $"There is no value of {rule.Metric} to compare, of the subject or of the landmark.");
        warnings.AddRange(verdict.Warnings.Select(warning => warning.Text));
        return new GateCheck(rule.Title, rule.Line, Holds(rule, verdict, landmark.HigherIsBetter), $"{Capital(VerdictWords.Say(verdict))}.");
    }

    private static bool Holds(GateRule rule, Verdict verdict, bool higherIsBetter)
    {
        var finding = verdict.Finding;
        if (finding.Word == VerdictWord.Itself)
            return rule.Expect == GateExpectation.NotWorse;
        if (finding.Interval is not { } interval)
            return false;

        // The end of the interval that is worst for the subject, as a gain.
        var least = higherIsBetter ? interval.Low : -interval.High;
        return rule.Expect == GateExpectation.Better
            ? finding.Word == VerdictWord.Better && least >= (rule.By ?? 0)
            : rule.Margin is { } margin ? least >= -margin : finding.Word != VerdictWord.Worse;
    }

    private Outcome<GateCheck> Bounds(Caller caller, IReadOnlyList<Run> runs, GateRule rule)
    {
        var values = runs.Select(run => Value(caller, run, rule)).ToList();
        if (values.Any(value => value is null))
        {
            var missing = runs[values.IndexOf(null)].Name;
            return new GateCheck(rule.Title, rule.Line, false, rule.IsDuration
                ? $"{missing} has not ended."
                : $"{missing} has no value of {rule.Metric}.");
        }

        // Each run must keep its budget; of results the mean counts.
        var each = rule.IsDuration || rule.IsPeak;
        var value = each ? values.Max()!.Value : values.Average()!.Value;
        var passed = (rule.AtLeast is not { } least || value >= least) && (rule.AtMost is not { } most || value <= most);
        var what = rule.IsDuration ? "It took" : rule.IsPeak ? $"The largest {rule.Metric} is" : $"{rule.Metric} is";
        var of = runs.Count == 1 ? "" : each ? $" in the worst of {runs.Count} runs" : $" on average of {runs.Count} runs";
        return new GateCheck(rule.Title, rule.Line, passed, $"{what} {GateWords.Number(value)}{(rule.Unit.Length > 0 ? " " + rule.Unit : "")}{of}.");
    }

    private double? Value(Caller caller, Run run, GateRule rule)
    {
        if (rule.IsDuration)
            return run.FinishedAt is { } finished ? (finished - run.StartedAt) / 1000.0 : null;
        if (rule.IsPeak)
            return metrics.Summaries(caller, run.Id).FirstOrDefault(one => one.Key == rule.Metric) is { Finite: > 0 } summary ? summary.Max : null;
        return numbers.ValueIn(run, rule.Metric!, LandmarkAggregate.Last);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
