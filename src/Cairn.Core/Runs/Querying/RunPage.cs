namespace Cairn.Core.Runs.Querying;

/// <summary>The answer to a <see cref="RunQuery"/>.</summary>
/// <param name="Rows">The runs of this page in order.</param>
/// <param name="Total">How many runs match, on all pages together.</param>
/// <param name="Cursor">Leads to the next page; null when this one is the last.</param>
public sealed record RunPage(IReadOnlyList<RunRow> Rows, long Total, string? Cursor);
