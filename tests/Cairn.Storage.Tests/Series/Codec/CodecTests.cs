using Cairn.Storage.Series;
using Cairn.Storage.Series.Codec;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Storage.Tests.Series.Codec;

/// <summary>Everything encoded comes back bit by bit.</summary>
public class CodecTests
{
    private static readonly double[] Special =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, -double.Epsilon,
        double.MaxValue, double.MinValue, 2.2250738585072014E-308, 9007199254740993, 1e15, 1e16, 0.1, 1.0 / 3,
    ];

    private static Gen<double> Values => Gen.OneOf(
        Gen.Elements(Special),
        Gen.Choose(int.MinValue, int.MaxValue).Select(bits => (double)BitConverter.Int32BitsToSingle(bits)),
        Gen.Choose(-100_000, 100_000).Select(number => number / 1000.0),
        Gen.Choose(0, 5).Select(number => (double)number),
        Bits.Select(BitConverter.Int64BitsToDouble));

    private static Gen<long> Bits =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select ((long)high << 32) | (uint)low;

    private static Gen<double[]> Columns => Gen.OneOf(
        Gen.Choose(1, 700).SelectMany(count => Values.ArrayOf(count)),
        from count in Gen.Choose(1, 4096)
        from start in Gen.Choose(-1000, 1000)
        from kind in Gen.Choose(0, 3)
        select Enumerable.Range(start, count).Select(i => kind switch
        {
            0 => (float)Math.Sin(i * 0.01),
            1 => Math.Sin(i * 0.01),
            2 => i / 100.0,
            _ => 0.25,
        }).ToArray());

    private static Gen<long[]> Integers => Gen.OneOf(
        Gen.Choose(1, 300).SelectMany(count => Gen.OneOf(
            Bits, Gen.Elements(long.MinValue, long.MaxValue, 0L, -1L), Gen.Choose(0, 9).Select(i => (long)i)).ArrayOf(count)),
        from count in Gen.Choose(1, 4096)
        from start in Bits
        from stride in Gen.OneOf(Bits, Gen.Choose(-3, 1000).Select(i => (long)i))
        from jitter in Gen.Choose(0, 1)
        select Enumerable.Range(0, count).Select(i => unchecked(start + (i * stride) + (jitter * (i % 13)))).ToArray());

    [Fact]
    public void Values_come_back_bit_by_bit() => Holds(Columns, values =>
    {
        var canonical = Array.ConvertAll(values, ValueOrder.Canonical);
        var sink = new ByteSink(16);
        ValueColumn.Write(canonical, sink);
        var read = new double[values.Length];
        ValueColumn.Read(sink.Written, 0, read);
        return Same(canonical, read);
    });

    [Fact]
    public void A_group_can_be_read_by_itself() => Holds(Columns, values =>
    {
        var canonical = Array.ConvertAll(values, ValueOrder.Canonical);
        var sink = new ByteSink(16);
        ValueColumn.Write(canonical, sink);
        for (var from = 0; from < values.Length; from += ValueColumn.Group)
        {
            var read = new double[Math.Min(ValueColumn.Group, values.Length - from)];
            ValueColumn.Read(sink.Written, from, read);
            if (!Same(canonical.AsSpan(from, read.Length), read))
                return false;
        }

        return true;
    });

    [Fact]
    public void Integers_come_back() => Holds(Integers, values =>
    {
        var sink = new ByteSink(16);
        IntColumn.Write(values, sink);
        IntColumn.Write(values, sink);
        var source = new ByteSource(sink.Written);
        for (var twice = 0; twice < 2; twice++)
        {
            var read = new long[values.Length];
            IntColumn.Read(ref source, read);
            if (!read.AsSpan().SequenceEqual(values))
                return false;
        }

        return source.Position == sink.Length;
    });

    [Fact]
    public void Minis_come_back() => Holds(Columns, values =>
    {
        var mini = Mini.Of(Array.ConvertAll(values, ValueOrder.Canonical));
        var sink = new ByteSink(16);
        mini.Write(sink);
        var read = Mini.Read(sink.Written, values.Length);
        return Same(mini.Min, read.Min) && Same(mini.Max, read.Max) && Same(mini.Sum, read.Sum)
            && Same(mini.Last, read.Last) && mini.Finite.AsSpan().SequenceEqual(read.Finite);
    });

    [Fact]
    public void Damaged_bytes_never_read_out_of_bounds() => Holds(Columns, values =>
    {
        var sink = new ByteSink(16);
        ValueColumn.Write(Array.ConvertAll(values, ValueOrder.Canonical), sink);
        var random = new System.Random(values.Length);
        var read = new double[values.Length];
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var bytes = sink.Written[..random.Next(1, sink.Length + 1)].ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                ValueColumn.Read(bytes, 0, read);
            }
            catch (SeriesDamagedException)
            {
                // Told apart from a crash of the process, which is what this is about.
            }
        }

        return true;
    });

    [Theory]
    [InlineData("float32", 2.9)]
    [InlineData("double", 6.7)]
    [InlineData("decimal", 1.5)]
    public void A_noisy_loss_takes_few_bytes(string kind, double most)
    {
        var random = new System.Random(3);
        var values = new double[4096];
        for (var i = 0; i < values.Length; i++)
        {
            var loss = ((2.3 * Math.Exp(-i / 3000.0)) + 0.1) * (0.95 + (0.1 * random.NextDouble()));
            values[i] = kind switch { "float32" => (float)loss, "decimal" => Math.Round(loss, 4), _ => loss };
        }

        var sink = new ByteSink();
        ValueColumn.Write(values, sink);
        Assert.InRange((double)sink.Length / values.Length, 0, most);
    }

    private static void Holds<T>(Gen<T> gen, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(gen.ToArbitrary(), property));

    private static bool Same(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]))
                return false;
        }

        return expected.Length == actual.Length;
    }
}
