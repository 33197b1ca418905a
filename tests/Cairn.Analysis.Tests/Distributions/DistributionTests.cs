using Cairn.Analysis.Distributions;

namespace Cairn.Analysis.Tests.Distributions;

public sealed class DistributionTests
{
    private static readonly double[] Values = [9.0, 2.1, 3.5, 30.0, 3.5, 4.0, 5.25, 7.5, 7.0];

    [Fact]
    public void A_box_has_NumPys_quartiles_and_whiskers_that_leave_out_the_outlier()
    {
        var box = BoxSummary.Of(Values);
        Assert.Equal((3.5, 5.25, 7.5), (box.LowerQuartile, box.Median, box.UpperQuartile));
        Assert.Equal((2.1, 30.0, 2.1, 9.0), (box.Min, box.Max, box.LowerWhisker, box.UpperWhisker));
        Assert.Equal(8.552192701290119, box.Deviation!.Value, 12);
        Assert.Null(BoxSummary.Of([4]).Deviation);
    }

    [Fact]
    public void A_density_is_SciPys_at_the_same_bandwidth()
    {
        Assert.Equal(1.7312078014314292, KernelDensity.Bandwidth(Values)!.Value, 12);
        var density = KernelDensity.Estimate(Values, 0, 20, 5)!;
        Assert.Equal(2.09448560e-02, density[0], 9);
        Assert.Equal(1.12424611e-01, density[1], 9);
        Assert.Equal(3.71030823e-02, density[2], 9);
        Assert.Equal(1.49948721e-09, density[4], 15);
        Assert.Null(KernelDensity.Estimate([3, 3, 3], 0, 1, 2));
    }

    [Fact]
    public void Rank_correlation_shares_ranks_and_leaves_pairs_out_that_lack_a_number()
    {
        Assert.Equal(-0.7631578947368421, RankCorrelation.Of([1, 2, double.NaN, 2, 3, 10], [5, 3, 0, 4, 4, 1])!.Value, 12);
        Assert.Equal(1, RankCorrelation.Of([1, 2, 3], [1, 10, 100])!.Value, 12);
        Assert.Null(RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
        Assert.Null(RankCorrelation.Of([1, 2], [1, 2]));
    }
}
