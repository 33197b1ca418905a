using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client.Logging;
using Cairn.Client.Spool;

namespace Cairn.Client.Tests.Logging;

public sealed class MetricLinesTests
{
    [Fact]
    public void Neighbours_of_one_moment_share_a_line_and_keys_never_repeat_in_it()
    {
        var lines = Write(("a", 1, 10, 0.5), ("b", 1, 10, 1), ("a", 1, 10, 2), ("a", 2, 10, 3), ("b", 2, 11, 1e-300));
        Assert.Equal(
            """
            {"step":1,"time":10,"metrics":{"a":0.5,"b":1}}
            {"step":1,"time":10,"metrics":{"a":2}}
            {"step":2,"time":10,"metrics":{"a":3}}
            {"step":2,"time":11,"metrics":{"b":1E-300}}

            """.ReplaceLineEndings("\n"), lines);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(1.0 / 3)]
    [InlineData(123456789012345680)]
    public void Numbers_come_back_to_the_last_bit(double value)
    {
        var back = JsonNode.Parse(Write(("k", long.MinValue, long.MaxValue, value)))!;
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back["metrics"]!["k"]!.GetValue<double>()));
        Assert.Equal(long.MinValue, back["step"]!.GetValue<long>());
    }

    [Fact]
    public void Non_finite_numbers_are_written_as_the_wire_names_them() => Assert.Equal(
        """{"step":0,"time":0,"metrics":{"a":"NaN","b":"Infinity","c":"-Infinity"}}""" + "\n",
        Write(("a", 0, 0, double.NaN), ("b", 0, 0, double.PositiveInfinity), ("c", 0, 0, double.NegativeInfinity)));

    [Fact]
    public void Keys_are_escaped_and_the_longest_fits()
    {
        var longest = new string('é', 500);
        var back = JsonNode.Parse(Write(("q\"\\/ü€😀", 0, 0, 1), (longest, 0, 0, 2)))!["metrics"]!.AsObject();
        Assert.Equal(["q\"\\/ü€😀", longest], back.Select(pair => pair.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\nb")]
    public void A_bad_key_is_skipped_and_told_once(string? key)
    {
        var told = new List<string>();
        var text = Write(new Warnings(told.Add), (key!, 0, 0, 1), ("good", 0, 0, 2), (key!, 0, 0, 3));
        Assert.Equal("""{"step":0,"time":0,"metrics":{"good":2}}""" + "\n", text);
        Assert.Single(told);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_bad_key() => A_bad_key_is_skipped_and_told_once("a\uD83D");

    [Fact]
    public void A_key_of_501_characters_is_too_long() =>
        Assert.Equal("", Write(new Warnings(_ => { }), (new string('k', 501), 0, 0, 1)));

    private static string Write(params (string Key, long Step, long Time, double Value)[] points) =>
        Write(new Warnings(text => Assert.Fail(text)), points);

    private static string Write(Warnings warnings, params (string Key, long Step, long Time, double Value)[] points)
    {
        var buffer = new LineBuffer();
        var columns = points.Select(p => new MetricPoint { Key = p.Key, Step = p.Step, Time = p.Time, Value = p.Value }).ToArray();
        new MetricLines(warnings).Write(columns, buffer);
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
