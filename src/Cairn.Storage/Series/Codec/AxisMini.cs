namespace Cairn.Storage.Series.Codec;

/// <summary>Where each 256 rows of an axis begin and end, and whether its times never go back.</summary>
internal sealed class AxisMini(int groups)
{
    public long[] FirstStep { get; } = new long[groups];

    public long[] LastStep { get; } = new long[groups];

    public long[] FirstTime { get; } = new long[groups];

    public long[] LastTime { get; } = new long[groups];

    /// <summary>Times never go back within the axis.</summary>
    public bool TimesAscend { get; private set; }

    public static AxisMini Of(ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        var mini = new AxisMini(ValueColumn.Groups(steps.Length)) { TimesAscend = true };
        for (var group = 0; group < mini.FirstStep.Length; group++)
        {
            var from = group * ValueColumn.Group;
            var last = Math.Min(steps.Length, from + ValueColumn.Group) - 1;
            mini.FirstStep[group] = steps[from];
            mini.LastStep[group] = steps[last];
            mini.FirstTime[group] = times[from];
            mini.LastTime[group] = times[last];
        }

        for (var i = 1; i < times.Length && mini.TimesAscend; i++)
            mini.TimesAscend = times[i] >= times[i - 1];
        return mini;
    }

    public void Write(ByteSink sink)
    {
        sink.Byte(TimesAscend ? 1 : 0);
        IntColumn.Write(FirstStep, sink);
        IntColumn.Write(LastStep, sink);
        IntColumn.Write(FirstTime, sink);
        IntColumn.Write(LastTime, sink);
    }

    public static AxisMini Read(ReadOnlySpan<byte> bytes, int count)
    {
        var source = new ByteSource(bytes);
        var mini = new AxisMini(ValueColumn.Groups(count)) { TimesAscend = source.Byte() == 1 };
        IntColumn.Read(ref source, mini.FirstStep);
        IntColumn.Read(ref source, mini.LastStep);
        IntColumn.Read(ref source, mini.FirstTime);
        IntColumn.Read(ref source, mini.LastTime);
        return mini;
    }
}
