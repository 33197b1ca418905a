namespace Cairn.Core.Runs.Querying;

/// <summary>Sums numbers up as they come, by Welford's method, which loses no digits to large means.</summary>
internal struct RunningNumbers
{
    private long _count;
    private long _notFinite;
    private double _mean;
    private double _squares;
    private double _min;
    private double _max;

    public void Add(double number)
    {
        if (!double.IsFinite(number))
        {
            _notFinite++;
            return;
        }

        _count++;
        (_min, _max) = _count == 1 ? (number, number) : (Math.Min(_min, number), Math.Max(_max, number));
        var before = number - _mean;
        _mean += before / _count;
        _squares += before * (number - _mean);
    }

    public readonly GroupNumbers Done() => _count == 0
        ? new GroupNumbers(0, double.NaN, null, double.NaN, double.NaN, _notFinite)
        : new GroupNumbers(_count, _mean, _count > 1 ? Math.Sqrt(_squares / (_count - 1)) : null, _min, _max, _notFinite);
}
