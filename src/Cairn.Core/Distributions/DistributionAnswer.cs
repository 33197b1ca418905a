namespace Cairn.Core.Distributions;

/// <summary>How a column's values are spread.</summary>
/// <param name="Groups">Those of most runs first.</param>
/// <param name="LeftOutGroups">How many smaller groups there are beside them.</param>
/// <param name="Seen">How many runs were looked at.</param>
/// <param name="Total">How many runs match the filter.</param>
/// <param name="Without">How many of the runs looked at have no finite value.</param>
/// <param name="From">Where densities begin.</param>
/// <param name="To">Where densities end.</param>
public sealed record DistributionAnswer(
    IReadOnlyList<DistributionGroup> Groups, int LeftOutGroups, int Seen, long Total, int Without, double From, double To);
