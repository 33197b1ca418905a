namespace Cairn.Core.Runs.Querying;

/// <summary>How many runs have a key with values of which kinds: only what is not 0.</summary>
/// <param name="Codes">Ascending; each is the number of a key, times <see cref="KeyCounter.Kinds"/>, and the kind.</param>
/// <param name="Runs">How many, for each of them.</param>
internal sealed record KeyCounts(int[] Codes, int[] Runs);
