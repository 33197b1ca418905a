namespace Cairn.Storage.Series;

/// <summary>A place in the order of points: step, then time, then value (-0.0 before 0.0, NaN after +Inf).</summary>
public readonly record struct SeriesPosition(long Step, long Time, double Value) : IComparable<SeriesPosition>
{
    /// <inheritdoc/>
    public int CompareTo(SeriesPosition other)
    {
        if (Step != other.Step)
            return Step < other.Step ? -1 : 1;
        if (Time != other.Time)
            return Time < other.Time ? -1 : 1;
        return ValueOrder.Of(Value).CompareTo(ValueOrder.Of(other.Value));
    }

    public static bool operator <(SeriesPosition left, SeriesPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(SeriesPosition left, SeriesPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(SeriesPosition left, SeriesPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SeriesPosition left, SeriesPosition right) => left.CompareTo(right) >= 0;
}
