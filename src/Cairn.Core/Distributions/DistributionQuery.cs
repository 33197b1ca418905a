using Cairn.Analysis.Distributions;
using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Distributions;

/// <summary>Describes how a column's values are spread over groups of a project's runs.</summary>
public sealed class DistributionQuery(RunIndex index)
{
    /// <summary>Most runs that are looked at, newest first.</summary>
    public const int MostRuns = 20_000;

    /// <summary>Most groups of an answer.</summary>
    public const int MostGroups = 50;

    /// <summary>Most single runs that a group names.</summary>
    public const int MostPoints = 200;

    /// <summary>The answer; without groups when no run has a finite value.</summary>
    public DistributionAnswer Describe(Caller caller, DistributionQuestion question)
    {
        RunColumn[] columns = question.By is { } by ? [question.Column, by] : [question.Column];
        var page = index.Query(new RunQuery
        {
            Projects = [question.Project], Filter = question.Filter, Columns = columns, Limit = MostRuns,
        })!;
        RunRow[] rows = [.. page.Rows.Where(row => row.Values[0].IsNumber && double.IsFinite(row.Values[0].Number))];
        var without = page.Rows.Count - rows.Length;
        if (rows.Length == 0)
            return new DistributionAnswer([], 0, page.Rows.Count, page.Total, without, 0, 0);
        var groups = rows.GroupBy(row => question.By is null ? default : row.Values[1])
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.ToString(), StringComparer.Ordinal).ToList();
        var shown = groups.Take(MostGroups).ToList();
        var (from, to) = Range(shown);
        return new DistributionAnswer(
            [.. shown.Select(group => Describe(group, from, to, question.Points))],
            groups.Count - shown.Count, page.Rows.Count, page.Total, without, from, to);
    }

    private static DistributionGroup Describe(IGrouping<RunValue, RunRow> group, double from, double to, int points)
    {
        (long Run, double Value)[] runs = [.. group.Select(row => (row.Id, row.Values[0].Number)).OrderBy(one => one.Number)];
        double[] values = Array.ConvertAll(runs, one => one.Value);
        var box = BoxSummary.Of(values);
        return new DistributionGroup
        {
            Key = group.Key,
            Count = box.Count,
            Mean = box.Mean,
            Deviation = box.Deviation,
            Min = box.Min,
            LowerQuartile = box.LowerQuartile,
            Median = box.Median,
            UpperQuartile = box.UpperQuartile,
            Max = box.Max,
            LowerWhisker = box.LowerWhisker,
            UpperWhisker = box.UpperWhisker,
            Density = KernelDensity.Estimate(values, from, to, points),
            Runs = runs.Length <= MostPoints
                ? runs
                : [.. Enumerable.Range(0, MostPoints).Select(i => runs[(int)((long)i * (runs.Length - 1) / (MostPoints - 1))])],
        };
    }

    // One axis for all groups; the tails of the widest one end on it.
    private static (double From, double To) Range(List<IGrouping<RunValue, RunRow>> groups)
    {
        var (from, to) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var group in groups)
        {
            double[] values = [.. group.Select(row => row.Values[0].Number)];
            var tail = 2 * (KernelDensity.Bandwidth(values) ?? 0);
            from = Math.Min(from, values.Min() - tail);
            to = Math.Max(to, values.Max() + tail);
        }

        return (from, to);
    }
}
