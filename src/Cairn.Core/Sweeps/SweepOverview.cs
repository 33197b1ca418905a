namespace Cairn.Core.Sweeps;

/// <summary>A sweep with its trials as they are now.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Method">grid, random, bayes or custom; null when the configuration is not sound.</param>
/// <param name="Aim">What it optimises; null where it names no metric.</param>
/// <param name="RunCap">The most trials there may be; null: no limit.</param>
/// <param name="Expected">How many trials there will be; null where only its people know.</param>
/// <param name="Space">What it sets.</param>
/// <param name="Trials">In the order they were proposed.</param>
/// <param name="Best">The trial with the best value; null while there is none.</param>
public sealed record SweepOverview(
    Sweep Sweep, string? Method, SweepAim? Aim, long? RunCap, long? Expected, IReadOnlyList<SweepSetting> Space,
    IReadOnlyList<SweepTrialView> Trials, SweepTrialView? Best);
