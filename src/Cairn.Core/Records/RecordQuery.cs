namespace Cairn.Core.Records;

/// <summary>Which records of a run to read.</summary>
/// <param name="Key">One key; null for all.</param>
/// <param name="FromStep">First step, inclusive.</param>
/// <param name="ToStep">Last step, inclusive.</param>
/// <param name="Limit">Most records answered.</param>
/// <param name="Descending">Newest step first.</param>
public sealed record RecordQuery(
    string? Key = null,
    long FromStep = long.MinValue,
    long ToStep = long.MaxValue,
    int Limit = 1000,
    bool Descending = false);
