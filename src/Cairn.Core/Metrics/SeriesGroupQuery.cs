using Cairn.Analysis.Curves;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Metrics;

/// <summary>A chart's question about groups: all runs of a project that fit, brought together by what they have in common.</summary>
/// <param name="Project">Id.</param>
/// <param name="Filter">Which runs.</param>
/// <param name="By">Runs with the same values in these columns are one group.</param>
/// <param name="Series">Keys, axis, range and buckets; its runs are not looked at.</param>
/// <param name="Centre">What a group's line is.</param>
/// <param name="Spread">What the band around it is.</param>
/// <param name="Groups">Most groups to answer, 1 to <see cref="GroupLimit"/>; those with the most runs come first.</param>
public sealed record SeriesGroupQuery(
    long Project,
    RunFilter Filter,
    IReadOnlyList<RunColumn> By,
    SeriesQuery Series,
    GroupCentre Centre,
    GroupSpread Spread,
    int Groups)
{
    /// <summary>Most groups of one answer.</summary>
    public const int GroupLimit = 1000;

    /// <summary>Most columns to group by.</summary>
    public const int ByLimit = 8;
}
