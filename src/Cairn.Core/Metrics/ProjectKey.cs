namespace Cairn.Core.Metrics;

/// <summary>A series or record key of a project.</summary>
/// <param name="Key">The key.</param>
/// <param name="RecordType">The type of record; null for a series.</param>
/// <param name="Runs">In how many runs it occurs.</param>
public sealed record ProjectKey(string Key, string? RecordType, int Runs);
