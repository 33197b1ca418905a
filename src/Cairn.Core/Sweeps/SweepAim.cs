namespace Cairn.Core.Sweeps;

/// <summary>What a sweep optimises.</summary>
/// <param name="Metric">The key as it is logged.</param>
/// <param name="Maximize">Whether more is better.</param>
/// <param name="Target">No new trial once one is at least this good; null: no target.</param>
public sealed record SweepAim(string Metric, bool Maximize, double? Target);
