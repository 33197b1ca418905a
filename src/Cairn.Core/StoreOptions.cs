using Cairn.Storage.Series;

namespace Cairn.Core;

/// <summary>Limits of a store; the defaults fit a shared two-core machine.</summary>
public sealed record StoreOptions
{
    /// <summary>Limits and pacing of the series engine.</summary>
    public SeriesOptions Series { get; init; } = new();

    /// <summary>Bytes that the columns of the runs table may take in memory; those used least recently go first.</summary>
    public long IndexBytes { get; init; } = 512L << 20;

    /// <summary>Free bytes the disk must keep; below that, what clients send is refused.</summary>
    public long ReserveBytes { get; init; } = 64L << 20;
}
