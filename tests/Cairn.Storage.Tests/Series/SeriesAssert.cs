using Cairn.Storage.Series;

namespace Cairn.Storage.Tests.Series;

internal static class SeriesAssert
{
    public static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    public static void Same(SeriesPosition[] expected, SeriesPoints actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            var point = new SeriesPosition(actual.Steps[i], actual.Times[i], actual.Values[i]);
            if (expected[i].CompareTo(point) != 0)
                Assert.Fail($"point {i} of {expected.Length}: expected {expected[i]}, found {point}");
        }
    }

    public static void Same(SeriesSummary? expected, SeriesSummary? actual)
    {
        if (expected is null || actual is null)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(Bits(expected.First), Bits(actual.First));
        Assert.Equal(Bits(expected.Last), Bits(actual.Last));
        Close(expected.Mean, actual.Mean, expected);
        Assert.Equal(Plain(expected), Plain(actual));
    }

    public static void Same(BucketedSeries expected, BucketedSeries actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Nonfinite, actual.Nonfinite);
        Assert.Equal(expected.X, actual.X);
        Assert.Equal(expected.Last.Select(Bits), actual.Last.Select(Bits));
        Assert.Equal(expected.Min, actual.Min);
        Assert.Equal(expected.Max, actual.Max);
        for (var i = 0; i < expected.Length; i++)
        {
            var size = Math.Max(Math.Abs(expected.Min[i]), Math.Abs(expected.Max[i]));
            if (!double.IsNaN(expected.Mean[i]) || !double.IsNaN(actual.Mean[i]))
                Assert.True(Near(expected.Mean[i], actual.Mean[i], size), $"{expected.Mean[i]} is not {actual.Mean[i]}");
        }
    }

    private static SeriesSummary Plain(SeriesSummary summary) =>
        summary with { First = 0, Last = 0, Mean = 0, Min = summary.Min + 0.0, Max = summary.Max + 0.0 };

    private static void Close(double expected, double actual, SeriesSummary summary)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual))
            return;
        var size = Math.Max(Math.Abs(summary.Min), Math.Abs(summary.Max));
        Assert.True(Near(expected, actual, size), $"{expected} is not {actual}");
    }

    private static bool Near(double expected, double actual, double size) =>
        Math.Abs(expected - actual) <= (size * 1e-9) + double.Epsilon;
}
