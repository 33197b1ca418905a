namespace Cairn.Protocols.Import;

/// <summary>How far an import is.</summary>
/// <param name="Done">Runs that are through.</param>
/// <param name="Total">Runs found so far; more may be found.</param>
/// <param name="Current">What it works on.</param>
/// <param name="Came">What has come so far.</param>
public sealed record ImportProgress(long Done, long Total, string Current, ImportCounts Came);
