using System.Text.RegularExpressions;
using Cairn.Analysis.Reproduction;
using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Series;

namespace Cairn.Core.Reproductions;

/// <summary>Holds a run against the one that it should repeat.</summary>
public sealed class ReproductionQuery(SeriesStore series, RunStore runs, RunIndex index)
{
    private const int GroupLimit = 200;

    /// <summary>
    /// Compares every series and every number of the summary. <paramref name="tolerance"/> is a relative difference;
    /// <paramref name="ignore"/> are patterns of keys to leave out, with <c>*</c> for anything, beside those that
    /// measure time or load.
    /// </summary>
    public Outcome<Reproduction> Compare(Caller caller, Run original, Run rerun, double tolerance, IReadOnlyList<string> ignore)
    {
        if (!double.IsFinite(tolerance) || tolerance is < 0 or >= 1)
        {
            return Refusal.Invalid(
                "tolerance", $"{tolerance} is no relative difference to tolerate.", "0 to below 1",
                "1e-6 asks for six equal digits, 0 for equal values.");
        }

        var patterns = ignore.Select(Pattern).ToArray();
        var expected = series.Summaries(original.Id).Select(summary => summary.Key);
        var actual = series.Summaries(rerun.Id).Select(summary => summary.Key);
        var keys = expected.Union(actual).Order(StringComparer.Ordinal).ToLookup(Ignored);
        var seeds = Seeds(caller, original);
        var metrics = keys[false].Select(key => CompareSeries(original, rerun, key, tolerance, seeds)).ToList();
        var (results, again) = (ReproductionRules.Results(original), ReproductionRules.Results(rerun));
        foreach (var key in results.Keys.Union(again.Keys).Order(StringComparer.Ordinal).Where(key => !Ignored(key)))
            metrics.Add(CompareResult(key, results, again, tolerance, seeds));
        return new Reproduction(
            original,
            rerun,
            ReproductionRules.Judge(metrics),
            [.. metrics.OrderByDescending(metric => metric.Agreement).ThenBy(metric => metric.FirstStep)],
            [.. keys[true]],
            Differences.Of(original.Config, rerun.Config),
            ReproductionRules.CompareEnvironments(original, rerun));

        bool Ignored(string key) => ReproductionRules.IsIncidental(key) || patterns.Any(pattern => pattern.IsMatch(key));
    }

    private MetricReproduction CompareSeries(Run original, Run rerun, string key, double tolerance, IReadOnlyList<Run> seeds)
    {
        if (series.Summary(original.Id, key) is not { } first || series.Summary(rerun.Id, key) is not { } second)
            return new MetricReproduction(key, false, MetricAgreement.Missing, series.Summary(original.Id, key)?.Count ?? 0);
        var (expected, actual) = (series.ReadPoints(original.Id, key), series.ReadPoints(rerun.Id, key));
        var found = SeriesComparison.Of(expected.Steps, expected.Values, actual.Steps, actual.Values, tolerance);
        if (found.Agreement != SeriesAgreement.Apart)
        {
            return new MetricReproduction(
                key, false, found.Agreement == SeriesAgreement.Identical ? MetricAgreement.Identical : MetricAgreement.WithinTolerance,
                found.Points, Largest: found.Largest);
        }

        var noise = SeedNoise.LargestDifference(
            [.. seeds.Select(seed => series.Summary(seed.Id, key)?.Last).OfType<double>()]);

        // A rerun that logged other steps did something else, however near it ended.
        var near = expected.Steps.AsSpan().SequenceEqual(actual.Steps) && Math.Abs(first.Last - second.Last) <= noise;
        return new MetricReproduction(
            key, false, near ? MetricAgreement.WithinNoise : MetricAgreement.Apart, found.Points, found.FirstStep,
            found.Expected, found.Actual, found.Largest, noise);
    }

    private static MetricReproduction CompareResult(
        string key, IReadOnlyDictionary<string, double> results, IReadOnlyDictionary<string, double> again,
        double tolerance, IReadOnlyList<Run> seeds)
    {
        if (!results.TryGetValue(key, out var expected) || !again.TryGetValue(key, out var actual))
            return new MetricReproduction(key, true, MetricAgreement.Missing, 0);
        var difference = SeriesComparison.Difference(expected, actual);
        if (difference <= tolerance)
        {
            return new MetricReproduction(
                key, true, difference == 0 ? MetricAgreement.Identical : MetricAgreement.WithinTolerance, 1, Largest: difference);
        }

        var noise = SeedNoise.LargestDifference(
            [.. seeds.Select(seed => ReproductionRules.Results(seed).TryGetValue(key, out var value) ? value : double.NaN)]);
        return new MetricReproduction(
            key, true, Math.Abs(expected - actual) <= noise ? MetricAgreement.WithinNoise : MetricAgreement.Apart, 1,
            null, expected, actual, difference, noise);
    }

    // The seeds of the original's setting, itself included; what merely repeats one of them is no further seed.
    private IReadOnlyList<Run> Seeds(Caller caller, Run original)
    {
        if (original.Group is null)
            return [];
        var page = index.Query(new RunQuery
        {
            Projects = [original.ProjectId],
            Filter = new RunFilter.Compare(RunColumn.Attribute("group"), RunComparison.Equal, RunValue.Of(original.Group)),
            Limit = GroupLimit,
        })!;
        return [.. runs.Find(caller, [.. page.Rows.Select(row => row.Id)])
            .Where(run => run.State == RunState.Finished && !run.Tags.Contains(ReproductionRules.Tag))];
    }

    private static Regex Pattern(string text) => new(
        $"^{Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal)}$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
