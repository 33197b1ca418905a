namespace Cairn.Core.Runs.Querying;

/// <summary>The answer to a <see cref="RunGroupQuery"/>.</summary>
/// <param name="Groups">The groups asked for, in order.</param>
/// <param name="Total">How many groups there are altogether.</param>
/// <param name="Runs">How many runs are in them.</param>
public sealed record RunGroups(IReadOnlyList<RunGroup> Groups, int Total, long Runs);
