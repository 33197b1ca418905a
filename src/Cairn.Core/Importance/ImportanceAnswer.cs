namespace Cairn.Core.Importance;

/// <summary>How much each setting matters for a result.</summary>
/// <param name="Runs">How many runs it is over.</param>
/// <param name="Total">How many runs match the filter.</param>
/// <param name="WithoutTarget">How many of the runs looked at have no finite result.</param>
/// <param name="Explained">The share of the result's variance that a forest predicts for runs it did not see (R²).</param>
/// <param name="Repetitions">How many forests were grown.</param>
/// <param name="Trees">How many trees each has.</param>
/// <param name="Columns">Most important first.</param>
/// <param name="LeftOut">The settings that could not be weighed.</param>
public sealed record ImportanceAnswer(
    int Runs, long Total, int WithoutTarget, double Explained, int Repetitions, int Trees, IReadOnlyList<WeighedColumn> Columns,
    IReadOnlyList<LeftOutColumn> LeftOut);
