using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Classification;

/// <summary>Examples of about the same predicted probability.</summary>
/// <param name="From">Where the bin begins, exclusive but for the first.</param>
/// <param name="To">Where it ends, inclusive.</param>
/// <param name="Count">How many examples, at least one.</param>
/// <param name="Predicted">Their mean probability.</param>
/// <param name="Share">The share of them that is positive.</param>
/// <param name="Interval">Wilson's 95 % interval of the share.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Predicted, double Share, Interval Interval);
