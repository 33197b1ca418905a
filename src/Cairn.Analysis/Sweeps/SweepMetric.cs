namespace Cairn.Analysis.Sweeps;

/// <summary>What a sweep optimises.</summary>
/// <param name="Name">The metric's key, as it is logged.</param>
/// <param name="Goal">Which way is better.</param>
/// <param name="Target">No new trial is proposed once a finished trial is at least this good; null: no target.</param>
/// <param name="Impute">What a failed trial counts for in Bayesian search.</param>
public sealed record SweepMetric(
    string Name, SweepGoal Goal = SweepGoal.Minimize, double? Target = null, SweepImpute Impute = SweepImpute.Worst);
