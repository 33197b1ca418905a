namespace Cairn.Core.Runs;

/// <summary>Runs that were started from one another.</summary>
/// <param name="Runs">The topmost first, every run before those started from it; older before newer.</param>
/// <param name="IsCut">Whether there are more than were looked at.</param>
public sealed record RunFamily(IReadOnlyList<Run> Runs, bool IsCut);
