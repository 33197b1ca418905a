namespace Cairn.Storage.Series;

/// <summary>
/// Row numbers in the database. A run's row groups are counted; group n of run r is axis row r·2^24+n, and its chunk
/// of series s is row s·2^24+n, so that a series lies together on disk and needs no index.
/// </summary>
internal static class Ids
{
    public const int GroupBits = 24;
    public const long MaxGroup = (1L << GroupBits) - 1;
    public const long MaxRun = (1L << 39) - 1;
    public const long MaxSeries = (1L << 39) - 1;

    public static long Row(long owner, long group) => (owner << GroupBits) | group;

    public static long Owner(long row) => row >> GroupBits;

    public static long Group(long row) => row & MaxGroup;
}
