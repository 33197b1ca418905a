using Cairn.Analysis.Curves;

namespace Cairn.Analysis.Tests.Curves;

public sealed class GroupCurveTests
{
    [Fact]
    public void Curves_with_the_same_cells_meet_point_by_point()
    {
        var group = GroupCurve.Of([Line([0, 1], [1, 10]), Line([0, 1], [2, 20]), Line([0, 1], [6, 60])], 2, GroupCentre.Mean, GroupSpread.Std);
        Assert.Equal([0, 1], group.X);
        Assert.Equal([3, 30], group.Centre);
        Assert.Equal(3 + Math.Sqrt(7), group.High[0], 1e-12);
        Assert.Equal(30 - (10 * Math.Sqrt(7)), group.Low[1], 1e-12);
        Assert.Equal([3, 3], group.Count);
    }

    [Fact]
    public void The_standard_error_is_the_deviation_over_the_root_of_n()
    {
        Curve[] curves = [Line([0], [1]), Line([0], [2]), Line([0], [6])];
        var error = GroupCurve.Of(curves, 1, GroupCentre.Mean, GroupSpread.Stderr);
        Assert.Equal(3 + Math.Sqrt(7.0 / 3), error.High[0], 1e-12);
    }

    [Fact]
    public void The_median_stands_in_the_middle()
    {
        Curve[] curves = [Line([0], [1]), Line([0], [100]), Line([0], [3])];
        Assert.Equal([3], GroupCurve.Of(curves, 1, GroupCentre.Median, GroupSpread.Range).Centre);
        Assert.Equal([2], GroupCurve.Of([curves[0], curves[2]], 1, GroupCentre.Median, GroupSpread.Range).Centre);
    }

    [Fact]
    public void The_range_holds_every_point_of_a_cell_not_its_last_alone()
    {
        var spiky = new Curve([0], [0], [1], [-5], [9]);
        var group = GroupCurve.Of([spiky, Line([0], [2])], 1, GroupCentre.Mean, GroupSpread.Range);
        Assert.Equal((-5, 9, 1.5), (group.Low[0], group.High[0], group.Centre[0]));
    }

    [Fact]
    public void A_curve_counts_between_its_points_but_not_beyond_them()
    {
        var sparse = Line([0, 4], [0, 8]);
        var dense = Line([0, 1, 2, 3, 4, 5], [0, 0, 0, 0, 0, 7]);
        var group = GroupCurve.Of([sparse, dense], 6, GroupCentre.Mean, GroupSpread.Std);
        Assert.Equal([0, 1, 2, 3, 4, 7], group.Centre);
        Assert.Equal([2, 2, 2, 2, 2, 1], group.Count);
        Assert.Equal((7, 7), (group.Low[5], group.High[5]));
    }

    [Fact]
    public void What_is_not_finite_counts_nowhere()
    {
        var ends = Line([0, 1, 2], [1, double.NaN, double.PositiveInfinity]);
        var group = GroupCurve.Of([ends, Line([0, 1, 2], [3, 3, 3])], 3, GroupCentre.Mean, GroupSpread.Range);
        Assert.Equal([2, 3, 3], group.Centre);
        Assert.Equal([2, 1, 1], group.Count);
        Assert.Empty(GroupCurve.Of([], 5, GroupCentre.Mean, GroupSpread.Std).X);
    }

    private static Curve Line(int[] cells, double[] y) =>
        new(cells, [.. cells.Select(cell => (double)cell)], y, [.. y.Select(Finite)], [.. y.Select(Finite)]);

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
