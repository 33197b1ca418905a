using Cairn.Client.Media;

namespace Cairn.Client.Tests.Media;

public sealed class HistogramTests
{
    [Fact]
    public void Values_fall_into_equal_parts_and_the_largest_into_the_last()
    {
        var (edges, counts) = Histogram.Count([0, 0.5, 1, 1.5, 2, 3.99, 4, double.NaN, double.PositiveInfinity], 4);
        Assert.Equal([0.0, 1, 2, 3, 4], edges);
        Assert.Equal([2.0, 2, 1, 2], counts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3.5)]
    [InlineData(1e300)]
    public void Equal_values_share_one_part(double value)
    {
        var (edges, counts) = Histogram.Count([value, value], 3);
        Assert.Equal(2, counts.Sum());
        Assert.True(edges[0] < value && value < edges[3] && edges.SequenceEqual(edges.Order()));
    }

    [Fact]
    public void No_values_make_an_empty_histogram()
    {
        var (edges, counts) = Histogram.Count([double.NaN], 2);
        Assert.Equal([0.0, 0.5, 1], edges);
        Assert.Equal([0.0, 0], counts);
    }
}
