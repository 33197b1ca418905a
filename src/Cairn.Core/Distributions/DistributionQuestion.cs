using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Distributions;

/// <summary>Of which runs the values of a column shall be described, and in which groups.</summary>
/// <param name="Project">The project whose runs are looked at.</param>
/// <param name="Filter">Which of its runs.</param>
/// <param name="Column">A column of numbers.</param>
/// <param name="By">The column whose values make the groups; null for all runs in one.</param>
/// <param name="Points">At how many steps densities are given, at least 2.</param>
public sealed record DistributionQuestion(long Project, RunFilter Filter, RunColumn Column, RunColumn? By, int Points);
