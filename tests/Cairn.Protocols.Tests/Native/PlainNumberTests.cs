using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Protocols.Native;

namespace Cairn.Protocols.Tests.Native;

public sealed class PlainNumberTests
{
    [Fact]
    public void It_reads_what_a_general_parser_reads_bit_by_bit()
    {
        var random = new Random(3);
        for (var i = 0; i < 200_000; i++)
        {
            var text = (i % 8) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)).ToString("R", CultureInfo.InvariantCulture),
                1 => ((float)random.NextDouble()).ToString("R", CultureInfo.InvariantCulture),
                2 => $"{random.Next(-1000, 1000)}.{random.NextInt64()}",
                3 => $"{random.NextInt64()}{random.Next()}",
                4 => $"{random.Next(100)}e{random.Next(-330, 330)}",
                5 => $"0.{new string('0', random.Next(30))}{random.Next()}",
                6 => $"{random.NextInt64()}E+{random.Next(30)}",
                _ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
            };
            if (text is "NaN" or "Infinity" or "-Infinity" or "∞" or "-∞")
                continue;
            var bytes = Encoding.ASCII.GetBytes(text + ",");
            var at = 0;
            Assert.True(PlainNumber.TryRead(bytes, ref at, out double value), text);
            Assert.Equal(bytes.Length - 1, at);
            var json = new Utf8JsonReader(bytes.AsSpan(0, at));
            Assert.True(json.Read());
            Assert.Equal(BitConverter.DoubleToInt64Bits(json.GetDouble()), BitConverter.DoubleToInt64Bits(value));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("01")]
    [InlineData("-01.5")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("\"1\"")]
    public void It_takes_only_what_JSON_has(string text)
    {
        var at = 0;
        Assert.False(PlainNumber.TryRead(Encoding.ASCII.GetBytes(text), ref at, out double _));
        Assert.Equal(0, at);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-7}", -7)]
    [InlineData("999999999999999999", 999_999_999_999_999_999)]
    public void Whole_numbers_are_read_whole(string text, long expected)
    {
        var at = 0;
        Assert.True(PlainNumber.TryRead(Encoding.ASCII.GetBytes(text), ref at, out long value));
        Assert.Equal(expected, value);
    }
}
