namespace Cairn.Core.Metrics;

/// <summary>The answer to a <see cref="SeriesGroupQuery"/>.</summary>
/// <param name="From">Start of the range over all lines.</param>
/// <param name="To">Its end, inclusive.</param>
/// <param name="Total">How many groups there are, answered or not.</param>
/// <param name="Groups">The groups answered, those with the most runs first.</param>
/// <param name="Series">A line for each group and key, groups first, also where it is empty.</param>
public sealed record SeriesGroupAnswer(
    double From, double To, int Total, IReadOnlyList<SeriesGroup> Groups, IReadOnlyList<SeriesGroupResult> Series);
