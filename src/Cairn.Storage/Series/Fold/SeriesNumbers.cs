namespace Cairn.Storage.Series.Fold;

/// <summary>Hands out numbers of series; none is used twice, even after its series was deleted.</summary>
internal sealed class SeriesNumbers(long last)
{
    private long _last = last;

    public long Next()
    {
        var number = Interlocked.Increment(ref _last);
        return number <= Ids.MaxSeries
            ? number
            : throw new InvalidOperationException($"all {Ids.MaxSeries} numbers of series are used up");
    }
}
