namespace Cairn.Storage.Series;

/// <summary>Summary of a set of distinct points; sets without a common point can be merged in any order.</summary>
internal struct Tally
{
    public long Count;
    public long Finite;
    public double First;
    public double Last;
    public double Min;
    public double Max;
    public double Sum;
    public long FirstStep;
    public long LastStep;
    public long MinStep;
    public long MaxStep;
    public long FirstTime;
    public long LastTime;

    /// <summary>Mean of the finite values; NaN without any. A sum beyond float64 is brought back into the range.</summary>
    public readonly double Mean => MeanOf(Sum, Finite, Min, Max);

    public static double MeanOf(double sum, long finite, double min, double max)
    {
        if (finite == 0)
            return double.NaN;
        var mean = sum / finite;
        if (double.IsNaN(mean))
            return (min / 2) + (max / 2);
        return mean < min ? min : mean > max ? max : mean;
    }

    /// <summary>Tally of points in order (step, time, value).</summary>
    public static Tally Of(ReadOnlySpan<long> steps, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        var tally = default(Tally);
        var count = values.Length;
        if (count == 0)
            return tally;
        tally.Count = count;
        tally.First = values[0];
        tally.Last = values[count - 1];
        tally.FirstStep = steps[0];
        tally.LastStep = steps[count - 1];
        tally.FirstTime = times[0];
        tally.LastTime = times[count - 1];
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0;
        int minAt = -1, maxAt = -1, nonfinite = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (!double.IsFinite(value))
            {
                nonfinite++;
                continue;
            }

            sum += value;
            if (value < min)
            {
                min = value;
                minAt = i;
            }

            if (value > max)
            {
                max = value;
                maxAt = i;
            }
        }

        tally.Finite = count - nonfinite;
        tally.Sum = sum;
        tally.Min = minAt < 0 ? double.NaN : min;
        tally.Max = maxAt < 0 ? double.NaN : max;
        tally.MinStep = minAt < 0 ? steps[0] : steps[minAt];
        tally.MaxStep = maxAt < 0 ? steps[0] : steps[maxAt];
        return tally;
    }

    public void Merge(in Tally other)
    {
        if (other.Count == 0)
            return;
        if (Count == 0)
        {
            this = other;
            return;
        }

        var before = Compare(other.FirstStep, other.FirstTime, other.First, FirstStep, FirstTime, First) < 0;
        if (before)
            (First, FirstStep, FirstTime) = (other.First, other.FirstStep, other.FirstTime);
        if (Compare(other.LastStep, other.LastTime, other.Last, LastStep, LastTime, Last) > 0)
            (Last, LastStep, LastTime) = (other.Last, other.LastStep, other.LastTime);
        if (other.Finite > 0)
        {
            if (Finite == 0 || other.Min < Min || (other.Min == Min && other.MinStep < MinStep))
                (Min, MinStep) = (other.Min, other.MinStep);
            if (Finite == 0 || other.Max > Max || (other.Max == Max && other.MaxStep < MaxStep))
                (Max, MaxStep) = (other.Max, other.MaxStep);
            Sum = Finite == 0 ? other.Sum : Sum + other.Sum;
        }

        Count += other.Count;
        Finite += other.Finite;
        if (Finite == 0)
            MinStep = MaxStep = FirstStep;
    }

    public readonly SeriesSummary Summary(long run, string key) => new(
        run, key, Count, Finite, First, Last, Min, Max, Mean, FirstStep, LastStep, MinStep, MaxStep, FirstTime, LastTime);

    /// <summary>Whether a point at this step and time comes after every point counted here.</summary>
    public readonly bool Before(long step, long time) =>
        Count == 0 || LastStep < step || (LastStep == step && LastTime < time);

    private static int Compare(long step, long time, double value, long step2, long time2, double value2)
    {
        if (step != step2)
            return step < step2 ? -1 : 1;
        if (time != time2)
            return time < time2 ? -1 : 1;
        return ValueOrder.Of(value).CompareTo(ValueOrder.Of(value2));
    }
}
