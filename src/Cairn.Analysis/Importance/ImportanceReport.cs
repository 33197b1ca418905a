namespace Cairn.Analysis.Importance;

/// <summary>What a forest found.</summary>
/// <param name="Rows">How many rows it saw.</param>
/// <param name="Explained">The share of the result's variance that it predicts for rows it did not see (R²), the mean over
/// repetitions; below 0 when the mean would predict better.</param>
/// <param name="Repetitions">How many forests were grown.</param>
/// <param name="Trees">How many trees each has.</param>
/// <param name="Factors">Most important first.</param>
public sealed record ImportanceReport(
    int Rows, double Explained, int Repetitions, int Trees, IReadOnlyList<FactorImportance> Factors);
