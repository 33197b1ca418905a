namespace Cairn.Analysis.Sweeps;

/// <summary>What happened at one iteration at which early termination judges trials.</summary>
/// <param name="Iteration">Counted from 0: value number n of the metric is iteration n.</param>
/// <param name="Reached">How many trials have a value there.</param>
/// <param name="Stopped">How many of the trials that were stopped got this far and no further.</param>
/// <param name="Threshold">The value that a trial must not be worse than to go on; null while none has come this far.</param>
public sealed record HyperbandBracket(long Iteration, int Reached, int Stopped, double? Threshold);
