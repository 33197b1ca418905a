namespace Cairn.Analysis.Importance;

/// <summary>How much one setting matters for a result.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Importance">How much of the result's variance the forest explains less when the setting is shuffled; about 0
/// for one that does not matter, may be below 0 or above 1.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Correlation">Spearman's rank correlation with the result, from -1 to 1; null for categories.</param>
public sealed record FactorImportance(string Name, double Importance, double Low, double High, double? Correlation);
