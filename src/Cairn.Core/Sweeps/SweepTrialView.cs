using Cairn.Core.Runs;

namespace Cairn.Core.Sweeps;

/// <summary>A trial as people look at it.</summary>
/// <param name="Entry">The trial.</param>
/// <param name="Run">Its run; null when that is gone for good.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Value">The best value of the sweep's metric; NaN when it has only such values, null when it has none.</param>
/// <param name="BestSoFar">The best value of this trial and those before it; null while there is none.</param>
public sealed record SweepTrialView(SweepTrialEntry Entry, Run? Run, SweepTrialStatus Status, double? Value, double? BestSoFar);
