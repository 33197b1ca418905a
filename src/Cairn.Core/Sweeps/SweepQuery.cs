using System.Text.Json;
using Cairn.Analysis.Sweeps;
using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Core.Sweeps;

/// <summary>Reads sweeps together with the runs and results of their trials.</summary>
public sealed class SweepQuery(SweepStore sweeps, RunStore runs, SeriesStore series, TimeProvider time)
{
    /// <summary>A sweep with all its trials.</summary>
    public SweepOverview Overview(Caller caller, Sweep sweep)
    {
        var definition = SweepConfig.Define(sweep.Config).Value;
        var entries = sweeps.Trials(caller, sweep.Id);
        var known = runs.Find(caller, [.. entries.Select(entry => entry.RunId)]).ToDictionary(run => run.Id);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var trials = new List<SweepTrialView>(entries.Count);
        SweepTrialView? best = null;
        foreach (var entry in entries)
        {
            var run = known.GetValueOrDefault(entry.RunId);
            var value = definition?.Metric is { } metric ? BestOf(series, entry.RunId, metric) : null;
            var trial = new SweepTrialView(entry, run, SweepRules.Status(entry, run, now), value, best?.Value);
            if (trial.Status != SweepTrialStatus.Deleted && value is { } number && double.IsFinite(number)
                && (best?.Value is not { } least || IsBetter(number, least, definition!.Metric!.Goal)))
            {
                trial = trial with { BestSoFar = number };
                best = trial;
            }

            trials.Add(trial);
        }

        return new SweepOverview(
            sweep,
            definition?.Method.ToString().ToLowerInvariant(),
            definition?.Metric is { } aim ? new SweepAim(aim.Name, aim.Goal == SweepGoal.Maximize, aim.Target) : null,
            definition?.RunCap,
            SweepScheduler.Expected(sweep) ?? definition?.RunCap,
            [.. (definition?.Space.Parameters ?? []).Select(parameter => SettingOf(parameter, sweep.Config))],
            trials,
            best);
    }

    /// <summary>What early termination has seen and decided so far; empty where the sweep has none.</summary>
    public IReadOnlyList<SweepBracket> Brackets(SweepOverview overview)
    {
        if (SweepConfig.Define(overview.Sweep.Config).Value is not { EarlyTerminate: { } rule, Metric: { } metric })
            return [];
        var brackets = rule.Describe(
            [
                .. overview.Trials.Where(trial => trial.Status != SweepTrialStatus.Deleted).Select(trial => (
                    (IReadOnlyList<double>)series.ReadPoints(trial.Entry.RunId, metric.Name).Values,
                    trial.Status == SweepTrialStatus.Stopped)),
            ],
            metric.Goal);
        return [.. brackets.Select(one => new SweepBracket(one.Iteration, one.Reached, one.Stopped, one.Threshold))];
    }

    /// <summary>The best value of a metric in a run, NaN when it has only such values, null when it has none.</summary>
    internal static double? BestOf(SeriesStore series, long run, SweepMetric metric) => series.Summary(run, metric.Name) switch
    {
        null => null,
        { Finite: 0 } => double.NaN,
        var summary => metric.Goal == SweepGoal.Maximize ? summary.Max : summary.Min,
    };

    private static SweepSetting SettingOf(SweepParameter parameter, JsonElement config)
    {
        var block = config;
        foreach (var name in parameter.Path)
            block = block.GetProperty("parameters").GetProperty(name);
        return new SweepSetting(parameter.Name, parameter.Distribution.Name, parameter.Distribution.Count, block);
    }

    private static bool IsBetter(double value, double than, SweepGoal goal) =>
        goal == SweepGoal.Maximize ? value > than : value < than;
}
