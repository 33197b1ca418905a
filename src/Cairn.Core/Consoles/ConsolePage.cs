namespace Cairn.Core.Consoles;

/// <summary>A stretch of a run's console.</summary>
/// <param name="Total">Lines that the run has: one more than the highest number.</param>
/// <param name="From">The number the stretch was asked from.</param>
/// <param name="Lines">In order; numbers that were never written are left out.</param>
public sealed record ConsolePage(long Total, long From, IReadOnlyList<ConsoleLine> Lines);
