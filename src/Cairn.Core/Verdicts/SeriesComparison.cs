namespace Cairn.Core.Verdicts;

/// <summary>How far the same series of two runs agree.</summary>
/// <param name="Key">The series.</param>
/// <param name="Compared">Steps that both have.</param>
/// <param name="Missing">Steps that only one of them has.</param>
/// <param name="Identical">Whether both have the same steps and the same bits at each.</param>
/// <param name="PartsAt">The first step that only one has, or where they differ by more than the tolerance; null when they agree.</param>
/// <param name="Largest">The largest absolute difference over the common steps where both are finite.</param>
public sealed record SeriesComparison(string Key, int Compared, int Missing, bool Identical, long? PartsAt, double Largest);
