using Cairn.Analysis.Curves;

namespace Cairn.Core.Metrics;

/// <summary>One line of a chart of groups.</summary>
/// <param name="Group">Index of its group in the answer.</param>
/// <param name="Key">The series or the formula.</param>
/// <param name="Runs">How many runs of the group have points in the range.</param>
/// <param name="From">Start of the range that was cut into buckets.</param>
/// <param name="To">Its end, inclusive.</param>
/// <param name="Curve">The line with its band.</param>
public sealed record SeriesGroupResult(int Group, string Key, int Runs, double From, double To, GroupCurve Curve);
