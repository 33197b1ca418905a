namespace Cairn.Cli.Reproduce;

/// <summary>What <c>cairn reproduce</c> was asked to do.</summary>
/// <param name="Run">The run as it was named.</param>
/// <param name="Command">What to start instead of the recorded command; empty for the recorded one.</param>
/// <param name="Repository">A folder within a clone of the run's repository.</param>
/// <param name="Commit">Another commit to take the code from; null for the run's own.</param>
/// <param name="Tolerance">Largest relative difference that counts as the same.</param>
/// <param name="Ignore">Patterns of metrics to leave out.</param>
/// <param name="Keep">Whether the second work tree stays.</param>
internal sealed record ReproduceRequest(
    string Run, IReadOnlyList<string> Command, string Repository, string? Commit, double Tolerance, IReadOnlyList<string> Ignore, bool Keep);
