using Cairn.Analysis.Verdicts;

namespace Cairn.Analysis.Tests.Verdicts;

public sealed class SeriesAgreementTests
{
    [Fact]
    public void The_same_bits_are_identical_NaN_too()
    {
        var found = SeriesAgreement.Of([0, 1, 2], [1, double.NaN, 3], [0, 1, 2], [1, double.NaN, 3]);
        Assert.Equal(new SeriesAgreement(3, 0, true, null, 0), found);
    }

    [Fact]
    public void Within_the_tolerance_they_agree_without_being_identical()
    {
        var found = SeriesAgreement.Of([0, 1], [1, 2], [0, 1], [1, 2.001], relative: 0.001);
        Assert.Equal((false, null), (found.Identical, found.PartsAt));
        Assert.Equal(0.001, found.Largest, 12);
    }

    [Fact]
    public void The_first_step_beyond_the_tolerance_is_where_they_part()
    {
        var found = SeriesAgreement.Of([0, 10, 20, 30], [1, 2, 3, 4], [0, 10, 20, 30], [1, 2.05, 3.5, 9], absolute: 0.1);
        Assert.Equal((20, 5.0), (found.PartsAt, found.Largest));
    }

    [Fact]
    public void A_step_that_one_lacks_parts_them_and_the_last_value_of_a_step_counts()
    {
        Assert.Equal((1, 2, 5L), Shape(SeriesAgreement.Of([0, 5], [1, 1], [0, 7], [1, 1])));
        Assert.True(SeriesAgreement.Of([0, 0], [9, 1], [0], [1]).Identical);
        Assert.Equal((0, 1, 3L), Shape(SeriesAgreement.Of([], [], [3], [1])));
    }

    private static (int, int, long?) Shape(SeriesAgreement found) => (found.Compared, found.Missing, found.PartsAt);
}
