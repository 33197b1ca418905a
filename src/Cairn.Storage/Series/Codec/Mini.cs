namespace Cairn.Storage.Series.Codec;

/// <summary>What a chunk says of each 256 of its values, so that a wide bucket need not read them.</summary>
internal sealed class Mini(int groups)
{
    public double[] Min { get; } = new double[groups];

    public double[] Max { get; } = new double[groups];

    public double[] Sum { get; } = new double[groups];

    public double[] Last { get; } = new double[groups];

    public long[] Finite { get; } = new long[groups];

    public static Mini Of(ReadOnlySpan<double> values)
    {
        var mini = new Mini(ValueColumn.Groups(values.Length));
        for (var group = 0; group < mini.Min.Length; group++)
        {
            var from = group * ValueColumn.Group;
            var part = values[from..Math.Min(values.Length, from + ValueColumn.Group)];
            double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0;
            var finite = 0;
            foreach (var value in part)
            {
                if (!double.IsFinite(value))
                    continue;
                finite++;
                sum += value;
                if (value < min)
                    min = value;
                if (value > max)
                    max = value;
            }

            mini.Min[group] = finite == 0 ? 0 : min;
            mini.Max[group] = finite == 0 ? 0 : max;
            mini.Sum[group] = sum;
            mini.Last[group] = part[^1];
            mini.Finite[group] = finite;
        }

        return mini;
    }

    public void Write(ByteSink sink)
    {
        ValueBlock.Write(Min, sink);
        ValueBlock.Write(Max, sink);
        ValueBlock.Write(Sum, sink);
        ValueBlock.Write(Last, sink);
        IntColumn.Write(Finite, sink);
        sink.Take(BitPacking.Slack).Clear();
    }

    public static Mini Read(ReadOnlySpan<byte> bytes, int count)
    {
        var mini = new Mini(ValueColumn.Groups(count));
        var source = new ByteSource(bytes);
        ValueBlock.Read(ref source, mini.Min);
        ValueBlock.Read(ref source, mini.Max);
        ValueBlock.Read(ref source, mini.Sum);
        ValueBlock.Read(ref source, mini.Last);
        IntColumn.Read(ref source, mini.Finite);
        return mini;
    }
}
