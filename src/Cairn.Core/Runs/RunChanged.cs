namespace Cairn.Core.Runs;

/// <summary>What happened to a run, told to those who keep a view of it.</summary>
/// <param name="Run">The run as it is now.</param>
/// <param name="Kind">What happened.</param>
/// <param name="MovedFrom">The project that it was in until now; null when it did not move.</param>
public sealed record RunChanged(Run Run, RunChangeKind Kind, long? MovedFrom = null);
