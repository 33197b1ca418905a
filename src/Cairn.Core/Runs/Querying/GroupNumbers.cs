namespace Cairn.Core.Runs.Querying;

/// <summary>What the numbers of a column come to in one group of runs.</summary>
/// <param name="Count">Runs with a finite number there; all other members speak of these.</param>
/// <param name="Mean">NaN without any.</param>
/// <param name="Deviation">The sample standard deviation (over n - 1); null with fewer than two.</param>
/// <param name="Min">NaN without any.</param>
/// <param name="Max">NaN without any.</param>
/// <param name="NotFinite">Runs with NaN or an infinity there.</param>
public readonly record struct GroupNumbers(
    long Count, double Mean, double? Deviation, double Min, double Max, long NotFinite);
