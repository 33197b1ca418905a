namespace Cairn.Core.Runs;

/// <summary>What a change to many runs came to.</summary>
/// <param name="Changed">How many runs are as wished now.</param>
/// <param name="Refused">The others: their ids and why not.</param>
public sealed record RunBulkResult(int Changed, IReadOnlyList<(long Run, Refusal Refusal)> Refused);
