namespace Cairn.Core.Importance;

/// <summary>How much one setting matters for a result.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Importance">How much of the result's variance a forest explains less when the setting is shuffled: about 0 for one that
/// does not matter.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Correlation">Spearman's rank correlation with the result; null for words.</param>
public sealed record WeighedColumn(string Name, double Importance, double Low, double High, double? Correlation);
